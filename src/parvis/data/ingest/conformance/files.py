"""The check of a file that is not published, and of rows that are kept already."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.ingest.conformance.checking import SHEETS, SHOWN, check
from parvis.data.ingest.conformance.report import Conformance
from parvis.data.ingest.conformance.schema import TableSchema
from parvis.data.ingest.errors import EmptyFile
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.run import rejected_rows, stage
from parvis.data.ingest.source.opening import opened
from parvis.data.ingest.source.quotes import Mended
from parvis.data.ingest.staging import (
    BROKEN_QUOTE,
    INVALID_ENCODING,
    STAGE,
    Staged,
    StagedColumn,
    has_errors,
    literal,
    load_spatial,
    quoted,
    readable,
    scans,
    workbench,
)


def check_file(
    source: Path, schema: TableSchema, options: IngestOptions | None = None, *, shown: int = SHOWN
) -> Conformance:
    """Read a file by the rules of the ingest and check every row. Nothing is kept. Errors: those of the ingest."""
    options = options or IngestOptions()
    with TemporaryDirectory(prefix="parvis-check-") as folder:
        scratch = Path(folder)
        with workbench(scratch, options.limits, options.timezone) as connection:
            found = opened(source, scratch, options)
            staged = stage(connection, found, scratch, options)
            if not staged.columns:
                raise EmptyFile(f"{source.name} has no column.")
            with readable(source.name):
                staged, mended, scanned = _whole(connection, staged)
                count, rejects = rejected_rows(connection, staged, mended, scanned, options.limits.rejects_shown)
                sheet = found.format in SHEETS
                return check(
                    connection, staged.columns, schema, rejected=count, rejects=rejects, shown=shown, sheet=sheet
                )


def _whole(connection: duckdb.DuckDBPyConnection, staged: Staged) -> tuple[Staged, Mended | None, int]:
    """The rows once every line has been read: again in another encoding, or without the quotes that never close."""
    scanned, mended = 0, None
    _scan(connection, staged)
    if staged.reread is not None and has_errors(connection, INVALID_ENCODING):
        scanned, staged = scans(connection), staged.reread()
        _scan(connection, staged)
    if staged.mend is not None and has_errors(connection, BROKEN_QUOTE, after=scanned):
        scanned, mended = scans(connection), staged.mend()
        _scan(connection, staged)
    return staged, mended, scanned


def _scan(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Read every row, so that what cannot be read is known."""
    if staged.rejecting:
        names = ", ".join(f"count({column.name})" for column in staged.columns)
        connection.execute(f"SELECT {names} FROM {STAGE}").fetchall()


def check_version(path: Path, fields: Schema, schema: TableSchema, *, shown: int = SHOWN) -> Conformance:
    """Check the rows of a version, a DuckDB file, by the labels of its fields: what there is when rows came by push."""
    limits = IngestOptions().limits
    with TemporaryDirectory(prefix="parvis-check-") as folder, workbench(Path(folder), limits) as connection:
        load_spatial(connection)
        connection.execute(f"ATTACH {literal(str(path))} AS version (READ_ONLY)")
        columns = [StagedColumn(f"c{n}", field.label or field.name, _kind(field)) for n, field in enumerate(fields)]
        listed = ", ".join(f"{_stored(field)} AS {c.name}" for field, c in zip(fields, columns, strict=True))
        connection.execute(f"CREATE VIEW {STAGE} AS SELECT {listed} FROM version.main.rows")
        return check(connection, columns, schema, shown=shown)


def _kind(field: Field) -> str:
    return _KINDS.get(field.type, "VARCHAR") if field.multivalued is None else "VARCHAR[]"


def _stored(field: Field) -> str:
    """SQL of a field of a version: a place as a text."""
    name = quoted(field.name)
    if field.type is FieldType.GEO_POINT:
        lon, lat = quoted(f"{field.name}.lon"), quoted(f"{field.name}.lat")
        return f"CASE WHEN {lon} IS NOT NULL THEN {lon} || ', ' || {lat} END"
    if field.type is FieldType.GEO_SHAPE:
        return f"ST_AsGeoJSON(ST_GeomFromWKB({name}))::VARCHAR"
    return name


_KINDS = {
    FieldType.INT: "BIGINT",
    FieldType.DOUBLE: "DOUBLE",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "TIMESTAMP",
}
