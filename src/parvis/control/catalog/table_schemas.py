"""The Table Schema that the rows of a dataset should follow: every state is kept, the last one is used."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.audit.actions import record
from parvis.control.catalog import queries
from parvis.control.catalog.facts import AttachedSchema
from parvis.control.catalog.models import Dataset, DatasetTableSchema
from parvis.core.clock import iso
from parvis.data.ingest.conformance import TableSchema, read_schema

NONE = AttachedSchema(0, None)


def attached(domain: str | None, dataset_id: str) -> AttachedSchema:
    """The schema in use; number 0 when there never was one. Raises NotFound."""
    found = DatasetTableSchema.objects.filter(dataset=queries.dataset(domain, dataset_id).uid).first()
    return NONE if found is None else _facts([found])[0]


def history(domain: str | None, dataset_id: str) -> list[AttachedSchema]:
    """Every state, the last one first. Raises NotFound."""
    return _facts(DatasetTableSchema.objects.filter(dataset=queries.dataset(domain, dataset_id).uid))


@transaction.atomic
def attach_schema(
    *, actor: Actor, domain: str | None, dataset_id: str, schema: TableSchema | None, required: bool = False
) -> AttachedSchema:
    """Check the rows of the dataset against this schema from its next publication on; None detaches it.

    ``required``: a version that does not conform is not published. Managers of the domain. Nothing is written when it
    is the one in use. Errors: Forbidden, NotFound.
    """
    facts = queries.dataset(domain, dataset_id)
    require_manager(actor, facts.domain)
    dataset = Dataset.objects.select_for_update().get(pk=facts.uid)
    last = DatasetTableSchema.objects.filter(dataset=dataset).first()
    stated = {
        "descriptor": dict(schema.descriptor) if schema else {},
        "url": schema.url[:2_000] if schema else "",
        "required": required and schema is not None,
    }
    if last is None or any(getattr(last, name) != value for name, value in stated.items()):
        number = 1 if last is None else last.number + 1
        last = DatasetTableSchema.objects.create(dataset=dataset, number=number, author=actor.label[:254], **stated)
        detail = {"id": dataset.slug, "number": number, "schema": schema.label if schema else None}
        detail["required"] = last.required
        record(actor=actor.label, action="dataset.schema", object=dataset.pk, domain=facts.domain, detail=detail)
    return _facts([last])[0]


def _facts(rows: Iterable[DatasetTableSchema]) -> list[AttachedSchema]:
    return [
        AttachedSchema(
            row.number,
            read_schema(row.descriptor, row.url) if row.descriptor else None,
            row.required,
            row.author,
            iso(row.created),
        )
        for row in rows
    ]
