"""The ingest of one file, from its bytes to the version's DuckDB file and a report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.ingest import schema as schemas
from parvis.data.ingest.errors import EmptyFile
from parvis.data.ingest.inference.columns import plans
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.progress import Progress, silent
from parvis.data.ingest.progress import Report as ProgressReport
from parvis.data.ingest.readers import columnar, delimited, documents, workbooks
from parvis.data.ingest.report import FieldReport, Report
from parvis.data.ingest.source import formats
from parvis.data.ingest.staging import STAGE, Staged, quoted, readable, workbench
from parvis.data.ingest.writing import PlannedField, write

_READERS = {
    "csv": delimited.read,
    "json": documents.read,
    "jsonl": documents.read,
    "geojson": documents.read_geojson,
    "xlsx": workbooks.read,
    "parquet": columnar.read,
}


@dataclass(frozen=True, slots=True)
class Ingested:
    """A version's content. ``bbox`` is (west, south, east, north); size in bytes; checksum is SHA-256."""

    schema: Schema
    rows: int
    report: Report
    bbox: tuple[float, float, float, float] | None
    size: int
    checksum: str


def ingest(
    source: Path, target: Path, options: IngestOptions | None = None, *, progress: ProgressReport | None = None
) -> Ingested:
    """Read a file and write its rows to ``target``, a DuckDB file in the physical layout of the engine.

    Types are decided on every row. Rows that cannot be read are in the report, and counted. When an IngestError is
    raised there is no target. Memory stays within the limits of the options, whatever the size of the file.
    """
    options = options or IngestOptions()
    tell = progress or silent
    started = time.perf_counter()
    with TemporaryDirectory(prefix=".scratch-", dir=target.parent) as folder:
        scratch = Path(folder)
        with workbench(scratch, options.limits) as connection:
            format_, staged, fields, counted = _build(connection, source, scratch, options, tell)
            bbox = _bbox(connection, scratch, fields)
        draft = scratch / "version.duckdb"
        tell(Progress("checksum", 0.95))
        with draft.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
        size = draft.stat().st_size
        draft.replace(target)
    published, shown = _fields(fields, options, counted)
    report = Report(
        format=format_,
        options=staged.options,
        read=staged.rows,
        kept=staged.rows - staged.rejected,
        rejected=staged.rejected,
        rejects=staged.rejects,
        warnings=(*staged.warnings, *_wrong_values(fields)),
        fields=shown,
        seconds=time.perf_counter() - started,
    )
    tell(Progress("done", 1.0))
    return Ingested(Schema.of(published), report.kept, report, bbox, size, checksum)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Proposed facets, and filled values by field name."""

    facets: set[str]
    filled: dict[str, int]


def _build(
    connection: duckdb.DuckDBPyConnection, source: Path, scratch: Path, options: IngestOptions, tell: ProgressReport
) -> tuple[str, Staged, list[PlannedField], _Counted]:
    tell(Progress("reading", 0.0))
    format_ = formats.detect(source, options.format)
    staged = _READERS[format_](connection, source, scratch, options)
    if not staged.columns:
        raise EmptyFile(f"{source.name} has no column.")
    tell(Progress("typing", 0.5))
    ids = schemas.identifiers(staged.columns)
    overrides = [schemas.override_of(i, c.label, options.fields) for i, c in zip(ids, staged.columns, strict=True)]
    with readable(source.name):
        fields = schemas.planned(ids, plans(connection, staged.columns, overrides))
        facets = schemas.facets(connection, fields, staged.rows)
        tell(Progress("writing", 0.7))
        write(connection, scratch / "version.duckdb", fields, staged.rows)
        filled = _filled(connection, fields)
    return format_, staged, fields, _Counted(facets, filled)


def _filled(connection: duckdb.DuckDBPyConnection, fields: Sequence[PlannedField]) -> dict[str, int]:
    counts = ", ".join(f"count({quoted(f.plan.column.name)})" for f in fields)
    row = connection.execute(f"SELECT {counts} FROM {STAGE}").fetchone() or ()
    return {field.name: count for field, count in zip(fields, row, strict=True)}


def _bbox(
    connection: duckdb.DuckDBPyConnection, scratch: Path, fields: Sequence[PlannedField]
) -> tuple[float, float, float, float] | None:
    """The box of every place in the table."""
    sides: list[tuple[str, str, str, str]] = []
    for field in fields:
        if field.plan.type is FieldType.GEO_POINT:
            lon, lat = quoted(f"{field.name}.lon"), quoted(f"{field.name}.lat")
            sides.append((lon, lat, lon, lat))
        elif field.plan.type is FieldType.GEO_SHAPE:
            west, south, east, north = (quoted(f"{field.name}.{s}") for s in ("west", "south", "east", "north"))
            sides.append((west, south, east, north))
    if not sides:
        return None
    functions = ("min", "min", "max", "max")
    least = ("least", "least", "greatest", "greatest")
    parts = (f"{least[n]}({', '.join(f'{functions[n]}({side[n]})' for side in sides)})" for n in range(4))
    connection.execute(f"ATTACH '{scratch / 'version.duckdb'}' AS written (READ_ONLY)")
    row = connection.execute(f"SELECT {', '.join(parts)} FROM written.main.rows").fetchone()
    connection.execute("DETACH written")
    return None if row is None or row[0] is None else (row[0], row[1], row[2], row[3])


def _fields(
    fields: Sequence[PlannedField], options: IngestOptions, counted: _Counted
) -> tuple[list[Field], tuple[FieldReport, ...]]:
    published, shown = [], []
    for planned in fields:
        override = schemas.override_of(planned.name, planned.plan.column.label, options.fields)
        field = schemas.field_of(planned, override, facet=planned.name in counted.facets)
        published.append(field)
        filled = counted.filled[planned.name]
        reason = planned.plan.reason if filled else "no value in the file"
        shown.append(FieldReport(field.name, field.label, field.type.value, reason, filled))
    return published, tuple(shown)


def _wrong_values(fields: Sequence[PlannedField]) -> list[str]:
    """One warning for each field where values did not fit the curator's type."""
    return [
        f"{f.name}: {f.plan.wrong:,} values are not {f.plan.type.value}, the type chosen for it, and were left empty"
        for f in fields
        if f.plan.wrong
    ]
