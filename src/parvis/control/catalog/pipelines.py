"""The pipeline of processors of a dataset: every state is kept, the last one is used at each publication."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.audit.actions import record
from parvis.control.catalog import queries
from parvis.control.catalog.facts import PipelineFacts
from parvis.control.catalog.models import Dataset, DatasetPipeline
from parvis.core.clock import iso
from parvis.data.ingest.processors import check
from parvis.data.ingest.processors.pipeline import Pipeline

NONE = PipelineFacts(0, Pipeline())


def pipeline(domain: str | None, dataset_id: str) -> PipelineFacts:
    """The pipeline in use; number 0 without steps when there never was one. Raises NotFound."""
    found = DatasetPipeline.objects.filter(dataset=queries.dataset(domain, dataset_id).uid).first()
    return NONE if found is None else _facts([found])[0]


def history(domain: str | None, dataset_id: str) -> list[PipelineFacts]:
    """Every state, the last one first. Raises NotFound."""
    return _facts(DatasetPipeline.objects.filter(dataset=queries.dataset(domain, dataset_id).uid))


@transaction.atomic
def set_pipeline(*, actor: Actor, domain: str | None, dataset_id: str, pipeline: Pipeline) -> PipelineFacts:
    """Make this the pipeline of the dataset, from its next publication on; the former ones are kept.

    Managers of the domain. Nothing is written when it is the one in use. Errors: Forbidden, NotFound,
    InvalidPipeline (an unknown processor, wrong parameters).
    """
    facts = queries.dataset(domain, dataset_id)
    require_manager(actor, facts.domain)
    check(pipeline)
    dataset = Dataset.objects.select_for_update().get(pk=facts.uid)
    last = DatasetPipeline.objects.filter(dataset=dataset).first()
    values = pipeline.to_dict()
    if last is None or last.pipeline != values:
        number = 1 if last is None else last.number + 1
        last = DatasetPipeline.objects.create(dataset=dataset, number=number, pipeline=values, author=actor.label[:254])
        detail = {"id": dataset.slug, "number": number, "steps": len(pipeline.steps)}
        record(actor=actor.label, action="dataset.pipeline", object=dataset.pk, domain=facts.domain, detail=detail)
    return _facts([last])[0]


def _facts(rows: Iterable[DatasetPipeline]) -> list[PipelineFacts]:
    return [PipelineFacts(row.number, Pipeline.from_dict(row.pipeline), row.author, iso(row.created)) for row in rows]
