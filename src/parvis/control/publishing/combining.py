"""Rows of a file beside those that are there: appended, or by key in the place of rows of the same key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from parvis.control.catalog import queries
from parvis.control.catalog.facts import Mode, VersionFacts
from parvis.control.catalog.rules.choices import applied
from parvis.control.publishing.stores import store
from parvis.core.errors import InvalidParameter, NotFound
from parvis.data.ingest import FieldOverride, Ingested, IngestOptions
from parvis.data.ingest.changes import combine
from parvis.data.ingest.conformance import TableSchema
from parvis.data.ingest.conformance.files import check_version


@dataclass(frozen=True, slots=True)
class Onto:
    """How rows join those of the version ``current``; ``current`` None: there are none yet, and they replace."""

    mode: Mode
    key: tuple[str, ...]
    current: VersionFacts | None


def onto(domain: str, dataset_id: str, mode: Mode, key: Sequence[str], choices: Iterable[Mapping[str, Any]]) -> Onto:
    """How a file joins the rows that readers see now; without ``key``, upserts go by the key fields of the dataset.

    ``choices`` are the curator's about fields.

    Raises InvalidParameter when there is no key to upsert by, or a key without upsert.
    """
    current = None if mode is Mode.REPLACE else current_version(domain, dataset_id)
    if mode is not Mode.UPSERT:
        if key:
            raise InvalidParameter(f"a key means nothing in the mode {mode.value}", hint="use it with the mode upsert")
        return Onto(mode if current else Mode.REPLACE, (), current)
    if current is None:
        return Onto(Mode.REPLACE, (), None)
    names = tuple(key) or tuple(field.name for field in applied(current.schema, choices) if field.key)
    if not names:
        hint = "give the fields that identify a row, with --key or with key: true on fields in the metadata"
        raise InvalidParameter(f"{dataset_id} has no key to upsert by", hint=hint)
    return Onto(mode, names, current)


def current_version(domain: str, dataset_id: str) -> VersionFacts | None:
    """The version that is current now, None when the dataset has no rows yet."""
    try:
        dataset = queries.dataset(domain, dataset_id)
        return None if dataset.version is None else queries.version(dataset.uid, dataset.version)
    except NotFound:
        return None


def as_before(options: IngestOptions, current: VersionFacts) -> IngestOptions:
    """The options with the types that the dataset has, where the curator states none."""
    stated = {field.name: field for field in options.fields}
    typed = [FieldOverride(f.name, type=f.type.value, multivalued=f.multivalued) for f in current.schema]
    kept = [replace(one, **stated.pop(one.name).stated()) if one.name in stated else one for one in typed]
    return replace(options, fields=(*kept, *stated.values()))


def combined(joining: Onto, made: Ingested, rows: Path, schema: TableSchema | None) -> Ingested:
    """What was ingested together with the rows that are there, written over ``rows`` and checked against the schema.

    Raises IngestError when the fields do not fit.
    """
    current = joining.current
    if current is None:
        return made
    previous = store().objects.local_path(current.data.key)
    found = combine(previous, current.schema, made, rows, joining.key, rows)
    checked = None if schema is None else check_version(rows, found.schema, schema)
    return replace(found, bbox=made.bbox, parents=made.parents, conformance=checked)


def computed(joining: Onto, found: dict[str, Any]) -> dict[str, Any]:
    """What is known of all the rows: the title of the first file, the extent of both."""
    current = joining.current
    if current is None:
        return found
    boxes = [box for box in (current.computed.get("bbox"), found.get("bbox")) if box]
    known = {**found, **current.computed}
    if len(boxes) == 2:
        west, south, east, north = zip(*boxes, strict=True)
        known["bbox"] = [min(west), min(south), max(east), max(north)]
    return known
