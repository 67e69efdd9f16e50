"""The ingest of one file, from its bytes to the version's DuckDB file and a report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from parvis.core.fields import Field, Schema
from parvis.data.ingest import schema as schemas
from parvis.data.ingest.errors import EmptyFile
from parvis.data.ingest.inference.columns import plans
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.progress import Progress, silent
from parvis.data.ingest.progress import Report as ProgressReport
from parvis.data.ingest.readers import columnar, delimited, documents, workbooks
from parvis.data.ingest.report import FieldReport, Reject, Report
from parvis.data.ingest.source import formats
from parvis.data.ingest.staging import Staged, readable, rejects, workbench
from parvis.data.ingest.writing import PlannedField, Written, write

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
        draft = Path(folder) / "version.duckdb"
        with workbench(Path(folder), options.limits) as connection:
            built = _build(connection, source, draft, options, tell)
        tell(Progress("checksum", 0.95))
        with draft.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
        size = draft.stat().st_size
        draft.replace(target)
    tell(Progress("done", 1.0))
    published = Schema.of(_fields(built, options))
    report = _report(built, published, time.perf_counter() - started)
    return Ingested(published, report.kept, report, built.written.bbox, size, checksum)


@dataclass(frozen=True, slots=True)
class _Built:
    """All that is known once the rows are written."""

    format: str
    staged: Staged
    fields: list[PlannedField]
    written: Written
    rejected: int
    rejects: tuple[Reject, ...]


def _build(
    connection: duckdb.DuckDBPyConnection, source: Path, draft: Path, options: IngestOptions, tell: ProgressReport
) -> _Built:
    tell(Progress("reading", 0.0))
    format_ = formats.detect(source, options.format)
    staged = _READERS[format_](connection, source, draft.parent, options)
    if not staged.columns:
        raise EmptyFile(f"{source.name} has no column.")
    tell(Progress("typing", 0.2))
    ids = schemas.identifiers(staged.columns)
    overrides = [schemas.override_of(i, c.label, options.fields) for i, c in zip(ids, staged.columns, strict=True)]
    with readable(source.name):
        fields = schemas.planned(ids, plans(connection, staged.columns, overrides))
        tell(Progress("writing", 0.6))
        written = write(connection, draft, fields, source.stat().st_size)
        rejected, shown = rejects(connection, options.limits.rejects_shown) if staged.rejecting else (0, ())
    return _Built(format_, staged, fields, written, rejected, shown)


def _fields(built: _Built, options: IngestOptions) -> list[Field]:
    proposed = schemas.facets(built.written.distinct, built.written.rows)

    def field_of(planned: PlannedField) -> Field:
        override = schemas.override_of(planned.name, planned.plan.column.label, options.fields)
        return schemas.field_of(planned, override, facet=planned.name in proposed)

    return [field_of(planned) for planned in built.fields]


def _report(built: _Built, published: Schema, seconds: float) -> Report:
    written = built.written
    shown = []
    for planned, field in zip(built.fields, published, strict=True):
        filled = written.filled[planned.name]
        reason = planned.plan.reason if filled else "no value in the file"
        shown.append(FieldReport(field.name, field.label, field.type.value, reason, filled))
    return Report(
        format=built.format,
        options=built.staged.options,
        read=written.rows + built.rejected,
        kept=written.rows,
        rejected=built.rejected,
        rejects=built.rejects,
        warnings=(*built.staged.warnings, *_wrong_values(built.fields)),
        fields=tuple(shown),
        seconds=seconds,
    )


def _wrong_values(fields: Sequence[PlannedField]) -> list[str]:
    """One warning for each field where values did not fit the curator's type."""
    return [
        f"{f.name}: {f.plan.wrong:,} values are not {f.plan.type.value}, the type chosen for it, and were left empty"
        for f in fields
        if f.plan.wrong
    ]
