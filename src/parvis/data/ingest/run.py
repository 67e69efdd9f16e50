"""The ingest of one file, from its bytes to the version's DuckDB file and a report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from parvis.core.fields import Field, Schema
from parvis.data.ingest import schema as schemas
from parvis.data.ingest.census import Written
from parvis.data.ingest.errors import EmptyFile
from parvis.data.ingest.inference.columns import guesses, plans, wrong_values
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.planned import PlannedField
from parvis.data.ingest.progress import Progress, silent
from parvis.data.ingest.progress import Report as ProgressReport
from parvis.data.ingest.readers import columnar, delimited, documents, workbooks
from parvis.data.ingest.report import FieldReport, Reject, Report
from parvis.data.ingest.source import formats
from parvis.data.ingest.source.quotes import Mended
from parvis.data.ingest.staging import (
    BROKEN_QUOTE,
    INVALID_ENCODING,
    Staged,
    has_errors,
    readable,
    rejects,
    scans,
    workbench,
)
from parvis.data.ingest.writing import write

_VALUES_SHOWN = 5
_SHORT = 60
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
        with workbench(Path(folder), options.limits, options.timezone) as connection:
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
    warnings: tuple[str, ...]


def _build(
    connection: duckdb.DuckDBPyConnection, source: Path, draft: Path, options: IngestOptions, tell: ProgressReport
) -> _Built:
    tell(Progress("reading", 0.0))
    format_ = formats.detect(source, options.format)
    staged = _READERS[format_](connection, source, draft.parent, options)
    if not staged.columns:
        raise EmptyFile(f"{source.name} has no column.")
    with readable(source.name):
        fields, written = _write(connection, staged, source, draft, options, tell)
        scanned, mended = 0, None
        if staged.reread is not None and has_errors(connection, INVALID_ENCODING):
            scanned, staged = scans(connection), staged.reread()
            draft.unlink()
            fields, written = _write(connection, staged, source, draft, options, tell)
        if staged.mend is not None and has_errors(connection, BROKEN_QUOTE, after=scanned):
            scanned, mended = scans(connection), staged.mend()
            draft.unlink()
            fields, written = _write(connection, staged, source, draft, options, tell)
        count, rejected = _rejected(connection, staged, mended, scanned, options.limits.rejects_shown)
        warnings = (*staged.warnings, *_unread(connection, fields), *written.warnings)
    return _Built(format_, staged, fields, written, count, rejected, warnings)


def _write(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    source: Path,
    draft: Path,
    options: IngestOptions,
    tell: ProgressReport,
) -> tuple[list[PlannedField], Written]:
    tell(Progress("typing", 0.2))
    ids = schemas.identifiers(staged.columns)
    overrides = [schemas.override_of(i, c.label, options.fields) for i, c in zip(ids, staged.columns, strict=True)]
    size = source.stat().st_size
    found = guesses(connection, staged.columns, overrides)
    if found is not None:
        fields = schemas.planned(ids, found)
        tell(Progress("writing", 0.3))
        try:
            return fields, write(connection, draft, fields, size)
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            # A later value is not what the first ones suggest: every kind is counted on every row.
            draft.unlink(missing_ok=True)
    found = plans(connection, staged.columns, overrides)
    kept = schemas.named(staged.columns, found)
    fields = schemas.planned(list(compress(ids, kept)), list(compress(found, kept)))
    tell(Progress("writing", 0.5))
    return fields, write(connection, draft, fields, size)


def _rejected(
    connection: duckdb.DuckDBPyConnection, staged: Staged, mended: Mended | None, scanned: int, shown: int
) -> tuple[int, tuple[Reject, ...]]:
    """The rows that were left out, by the engine and by us, in the order of the file."""
    if not staged.rejecting:
        return staged.rejected, staged.rejects
    count, found = rejects(connection, shown, after=scanned)
    if mended is None:
        return count, found
    moved = [replace(reject, line=mended.line(reject.line)) for reject in found]
    both = sorted([*moved, *mended.rejects], key=lambda reject: reject.line)
    return count + mended.count, tuple(both[:shown])


def _unread(connection: duckdb.DuckDBPyConnection, fields: Sequence[PlannedField]) -> list[str]:
    """One warning for each field with values that its type could not hold, with the first of them."""
    warnings = []
    for field in fields:
        if field.plan.wrong and field.pair is None:
            first = wrong_values(connection, field.plan, _VALUES_SHOWN)
            shown = ", ".join(f"row {number} {_short(text)!r}" for number, text in first)
            warnings.append(
                f"{field.name}: {field.plan.wrong:,} values cannot be read as {field.plan.type.value} "
                f"and were left empty: {shown}"
            )
    return warnings


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"


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
        warnings=built.warnings,
        fields=tuple(shown),
        seconds=seconds,
    )
