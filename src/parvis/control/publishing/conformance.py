"""Whether what is published follows the schema of its dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from parvis.control.catalog import table_schemas
from parvis.control.catalog.facts import Reserved
from parvis.control.publishing.stores import store
from parvis.core.errors import NotFound, ParvisError
from parvis.data.ingest.conformance import Conformance, InvalidTableSchema, TableSchema
from parvis.data.store.keys import conformance_key

_TOLD = 3


class NotConforming(ParvisError):
    """The rows do not follow the schema of their dataset, which is asked of them; nothing was published."""

    code = "NotConforming"
    status = 422


@dataclass(frozen=True, slots=True)
class Expected:
    """The schema that rows are checked against, and whether they must follow it. ``stated``: it was given now."""

    schema: TableSchema | None
    required: bool
    stated: bool


def expected(domain: str, dataset_id: str, stated: TableSchema | None, required: bool | None) -> Expected:
    """The schema stated now, else the one that the dataset keeps; ``required`` None keeps what was asked before.

    Raises InvalidTableSchema when rows have to follow a schema and there is none.
    """
    try:
        kept = table_schemas.attached(domain, dataset_id)
    except NotFound:
        kept = table_schemas.NONE
    schema = stated or kept.schema
    if required and schema is None:
        raise InvalidTableSchema("there is no schema to conform to", hint="give one with --schema")
    asked = kept.required if required is None else required
    return Expected(schema, asked, schema is not None and (stated is not None or required is not None))


def require(conformance: Conformance | None, wanted: Expected) -> None:
    """Raise NotConforming when rows that must follow the schema do not; the message tells the first errors."""
    if conformance is None or not wanted.required or conformance.conforms:
        return
    lines = conformance.sentences()
    more = f" … and {len(lines) - _TOLD} more rules" if len(lines) > _TOLD else ""
    raise NotConforming(
        f"{conformance.verdict()} {' '.join(lines[:_TOLD])}{more}",
        hint="see all of them with parvis check-schema, or publish without --require-conformance",
        params=conformance.block(),
    )


def store_conformance(reserved: Reserved, conformance: Conformance | None, *, processed: bool) -> dict[str, Any] | None:
    """Put the report beside the rows and give its short form; ``processed``: a pipeline has changed the rows since."""
    if conformance is None:
        return None
    key = conformance_key(reserved.uid, reserved.number)
    report = {**conformance.to_dict(), "processed": processed}
    store().objects.put_bytes(key, orjson.dumps(report))
    return {**conformance.block(), "version": reserved.number, "report": key}
