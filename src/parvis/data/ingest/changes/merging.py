"""The rows of a version with others added, and those of changed keys replaced, as the next version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from parvis.core.fields import GEOGRAPHIC, Field, Schema
from parvis.data.ingest.changes.joining import MEMORY, Joined, joined
from parvis.data.ingest.changes.operations import Changes
from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.options import FieldOverride, IngestOptions
from parvis.data.ingest.report import Report
from parvis.data.ingest.run import Ingested, ingest


def upsert(
    previous: Path,
    schema: Schema,
    changes: Changes,
    key_fields: Sequence[str],
    target: Path,
    *,
    memory: int = MEMORY,
) -> Ingested:
    """Write the next version to ``target``; the schema stays, fields that it does not have are left out and reported.

    ``key_fields`` are fields of the schema. Rows keep their order; new ones come last, and so do changed ones when many
    change. Raises IngestError when a key field is no field of the dataset or a value does not fit its type.
    """
    _check_key(schema, key_fields)
    with TemporaryDirectory(prefix=".changes-", dir=target.parent) as folder:
        scratch = Path(folder)
        added = _ingested(changes, schema, scratch)
        path = scratch / "added.duckdb" if added is not None else None
        gone = [tuple(key) for key in changes.deletes]
        made = joined(previous, path, key_fields, scratch / "merged.duckdb", deletes=gone, memory=memory)
        return _sealed(scratch / "merged.duckdb", target, schema, made, _report(changes, schema, added, made.rows))


def combine(
    previous: Path,
    schema: Schema,
    added: Ingested,
    rows: Path,
    key_fields: Sequence[str],
    target: Path,
    *,
    memory: int = MEMORY,
) -> Ingested:
    """Write the rows of a version and those of a file to ``target``: all of them, or by key when there are key fields.

    ``rows`` holds what was ingested, ``added`` tells of it; ``target`` may be the same file. A row whose key is there
    takes its place, and a field that the file does not have keeps its value; of rows with equal keys in the file the
    last counts; one without key is left out. The schema stays.
    Raises IngestError when a field is of another type, a key field is missing, or a value does not fit.
    """
    _check_types(schema, added.schema)
    _check_key(schema, key_fields)
    _check_key(added.schema, key_fields)
    with TemporaryDirectory(prefix=".changes-", dir=target.parent) as folder:
        draft = Path(folder) / "merged.duckdb"
        made = joined(previous, rows, key_fields, draft, memory=memory)
        return _sealed(draft, target, schema, made, _told(schema, added, made, key_fields))


def _sealed(draft: Path, target: Path, schema: Schema, made: Joined, report: Report) -> Ingested:
    with draft.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    size = draft.stat().st_size
    draft.replace(target)
    return Ingested(schema, made.rows, report, None, size, checksum)


def _check_key(schema: Schema, key_fields: Sequence[str]) -> None:
    for name in key_fields:
        field = schema.get(name)
        if field is None:
            raise IngestError(f"The dataset has no field {name}, which is to identify its records.")
        if field.type in GEOGRAPHIC or field.is_list:
            raise IngestError(f"The field {name} cannot identify records: it is a place or a list.")


def _check_types(schema: Schema, added: Schema) -> None:
    for field in added:
        known = schema.get(field.name)
        if known is not None and (known.type, known.is_list) != (field.type, field.is_list):
            raise IngestError(
                f"The field {field.name} is of type {field.type.value} in the file and {known.type.value} in the "
                "dataset.",
                hint="publish with --mode replace to change types",
            )


def _told(schema: Schema, added: Ingested, made: Joined, key_fields: Sequence[str]) -> Report:
    """The report of the file, with what became of its rows."""
    report = added.report
    told = [f"{f.name}: the dataset has no such field, it was left out" for f in added.schema if not schema.get(f.name)]
    told += [f"{f.name}: the file has no such field" for f in schema if not added.schema.get(f.name)]
    if made.left_out:
        told.append(f"{made.left_out:,} rows were left out: without key, or before another row of the same key")
    mode = {"mode": "upsert", "replaced": made.replaced} if key_fields else {"mode": "append"}
    options = {**report.options, **mode, "added": made.added, "total": made.rows}
    return replace(report, options=options, warnings=(*report.warnings, *told))


def _ingested(changes: Changes, schema: Schema, folder: Path) -> Ingested | None:
    """The new rows in a file of their own (``added.duckdb``), each field of the type that the dataset has."""
    if not changes.upserts:
        return None
    source = folder / "added.jsonl"
    with source.open("wb") as file:
        for record in changes.upserts.values():
            # Every field in every row: a field that no row has would have no column.
            file.write(orjson.dumps({**{f.name: None for f in schema}, **record}) + b"\n")
    chosen = tuple(_override(field) for field in schema)
    return ingest(source, folder / "added.duckdb", IngestOptions(format="jsonl", fields=chosen))


def _override(field: Field) -> FieldOverride:
    return FieldOverride(field.name, type=field.type.value, multivalued=field.multivalued)


def _report(changes: Changes, schema: Schema, added: Ingested | None, rows: int) -> Report:
    told = list(changes.refused)
    if added is not None:
        told += [f"{f.name}: the dataset has no such field" for f in added.schema if schema.get(f.name) is None]
        told += [w for w in added.report.warnings if "cannot be read as" in w]
    base = Report("push", {}, rows, rows, len(changes.refused), (), tuple(told), (), 0.0)
    return replace(base, options={"upserted": len(changes.upserts), "deleted": len(changes.deletes)})
