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
from parvis.data.ingest.conformance.checking import SHEETS, check
from parvis.data.ingest.conformance.report import Conformance
from parvis.data.ingest.conformance.schema import TableSchema
from parvis.data.ingest.errors import EmptyFile
from parvis.data.ingest.inference.columns import guesses, marks_found, plans, wrong_values
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.planned import PlannedField
from parvis.data.ingest.processors import Parent, Pipeline, Run, process
from parvis.data.ingest.processors.reporting import with_processing
from parvis.data.ingest.progress import Progress, silent
from parvis.data.ingest.progress import Report as ProgressReport
from parvis.data.ingest.readers.by_format import READERS
from parvis.data.ingest.readers.georeference import georeferenced
from parvis.data.ingest.readers.several import read_several
from parvis.data.ingest.report import FieldReport, Reject, Report
from parvis.data.ingest.source.opening import Opened, opened
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


@dataclass(frozen=True, slots=True)
class Ingested:
    """A version's content. ``bbox`` is (west, south, east, north); size in bytes; checksum is SHA-256.

    ``conformance`` is of the source's texts, before any pipeline.
    """

    schema: Schema
    rows: int
    report: Report
    bbox: tuple[float, float, float, float] | None
    size: int
    checksum: str
    parents: tuple[Parent, ...] = ()
    conformance: Conformance | None = None


def ingest(
    source: Path,
    target: Path,
    options: IngestOptions | None = None,
    *,
    progress: ProgressReport | None = None,
    pipeline: Pipeline | None = None,
    context: Run | None = None,
    conform: TableSchema | None = None,
) -> Ingested:
    """Read a file and write its rows to ``target``, a DuckDB file in the physical layout of the engine.

    A ``pipeline`` then makes other rows of them, with what ``context`` gives; the texts as they came are checked
    against the schema ``conform``. Types are decided on every row. Rows that cannot be read are in the report, and
    counted. When an IngestError is raised there is no target. Memory stays within the limits of the options, whatever
    the size of the file.
    """
    options = options or IngestOptions()
    tell = progress or silent
    started = time.perf_counter()
    with TemporaryDirectory(prefix=".scratch-", dir=target.parent) as folder:
        draft = Path(folder) / "version.duckdb"
        with workbench(Path(folder), options.limits, options.timezone) as connection:
            built = _build(connection, source, draft, options, tell)
            published = Schema.of(_fields(built, options))
            checked = None if conform is None else _checked(connection, built, conform, source.name, tell)
            processed = None
            if pipeline is not None and pipeline.enabled:
                tell(Progress("processing", 0.7))
                typed, draft = draft, draft.with_name("processed.duckdb")
                processed = process(connection, typed, published, draft, pipeline, context or Run(options.timezone))
        tell(Progress("checksum", 0.95))
        with draft.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
        size = draft.stat().st_size
        draft.replace(target)
    tell(Progress("done", 1.0))
    report = _report(built, published, time.perf_counter() - started)
    if processed is None or pipeline is None:
        return Ingested(published, report.kept, report, built.written.bbox, size, checksum, conformance=checked)
    final = schemas.processed(processed.schema, published, options.fields)
    told = with_processing(report, processed, final, pipeline)
    return Ingested(final, processed.rows, told, processed.bbox, size, checksum, processed.parents, checked)


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
    found = opened(source, draft.parent, options)
    staged = stage(connection, found, draft.parent, options)
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
        count, rejected = rejected_rows(connection, staged, mended, scanned, options.limits.rejects_shown)
        warnings = (*staged.warnings, *_unread(connection, fields), *written.warnings)
    return _Built(found.format, staged, fields, written, count, rejected, warnings)


def _checked(
    connection: duckdb.DuckDBPyConnection, built: _Built, schema: TableSchema, name: str, tell: ProgressReport
) -> Conformance:
    tell(Progress("conformance", 0.65))
    sheet, columns = built.format in SHEETS, built.staged.columns
    with readable(name):
        return check(connection, columns, schema, rejected=built.rejected, rejects=built.rejects, sheet=sheet)


def stage(connection: duckdb.DuckDBPyConnection, found: Opened, scratch: Path, options: IngestOptions) -> Staged:
    """The rows of what was opened, as they came, places in WGS 84."""
    reader = READERS[found.format]
    if found.inside is not None and options.sheet and found.format not in ("xlsx", "xls", "ods", "gpkg"):
        options = replace(options, sheet=None)
    if len(found.files) == 1:
        staged = reader(connection, found.files[0], scratch, options)
    else:
        staged = read_several(connection, reader, found.files, scratch, options)
    inside = {} if found.inside is None else {"inside": found.inside}
    staged = replace(staged, options={**inside, **staged.options}, warnings=(*found.warnings, *staged.warnings))
    return georeferenced(connection, staged, options)


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
    size = _size(source)
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


def _size(source: Path) -> int:
    """Bytes of a file, or of the files of a folder."""
    if source.is_dir():
        return sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
    return source.stat().st_size


def rejected_rows(
    connection: duckdb.DuckDBPyConnection, staged: Staged, mended: Mended | None, scanned: int, shown: int
) -> tuple[int, tuple[Reject, ...]]:
    """The rows that were left out, by the engine and by us, in the order of the file."""
    if not staged.rejecting:
        return staged.rejected, staged.rejects
    count, found = rejects(connection, shown, after=scanned)
    moved = found if mended is None else [replace(reject, line=mended.line(reject.line)) for reject in found]
    told = [*moved, *([] if mended is None else mended.rejects), *staged.rejects]
    ordered = sorted(told, key=lambda reject: reject.line)
    return count + staged.rejected + (mended.count if mended else 0), tuple(ordered[:shown])


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
    marks = marks_found(connection, [field.plan for field in fields if field.pair is None])
    for field in fields:
        if field.pair is None and field.plan.column.name in marks:
            count, mark = marks[field.plan.column.name]
            warnings.append(f"{field.name}: {count:,} values such as {_short(mark)!r} were taken as missing")
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
