"""Several files of one format as one dataset: columns of the same label go together, in the order of the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from parvis.data.ingest.errors import IngestError, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.report import Reject
from parvis.data.ingest.staging import (
    BROKEN_QUOTE,
    INVALID_ENCODING,
    STAGE,
    Staged,
    StagedColumn,
    has_errors,
    quoted,
    readable,
    rejects,
    scans,
)

Reader = Callable[[duckdb.DuckDBPyConnection, Path, Path, IngestOptions], Staged]
SOURCE_LABEL = "source_file"
# A column that files disagree on is kept as text.
_TEXT = "VARCHAR"


def read_several(
    connection: duckdb.DuckDBPyConnection, reader: Reader, files: Sequence[Path], scratch: Path, options: IngestOptions
) -> Staged:
    """Stage all the files, each row with the name of its file.

    Raises IngestError for files that share no column: they are different tables.
    """
    parts = [_part(connection, reader, n, file, scratch, options) for n, file in enumerate(files)]
    columns, types = _columns(parts)
    if len(columns) > options.limits.columns:
        raise TooLarge(f"the files have {len(columns):,} columns together, the limit is {options.limits.columns:,}.")
    _check_kinship(parts, files)
    selects = [_select(n, part, columns, types, file) for n, (part, file) in enumerate(zip(parts, files, strict=True))]
    with readable(files[0].name):
        connection.execute(f"CREATE VIEW {STAGE} AS {' UNION ALL '.join(selects)}")
    made = [replace(columns[key], name=f"c{n}", sql_type=types[key], valid=False) for n, key in enumerate(columns)]
    made.append(StagedColumn(f"c{len(made)}", SOURCE_LABEL, _TEXT, typed=True))
    warnings = tuple(
        f"{f.name}: {w}" for f, part in zip(files, parts, strict=True) for w in (*part.warnings, *_lacks(part, columns))
    )
    shown = tuple(one for part in parts for one in part.rejects)[: options.limits.rejects_shown]
    found = {**parts[0].options, "files": len(files)}
    return Staged(tuple(made), found, warnings, rejects=shown, rejected=sum(part.rejected for part in parts))


def _part(
    connection: duckdb.DuckDBPyConnection,
    reader: Reader,
    number: int,
    file: Path,
    scratch: Path,
    options: IngestOptions,
) -> Staged:
    """One file in a table of its own, its rejected rows known."""
    folder = scratch / f"part-{number}"
    folder.mkdir()
    started = scans(connection) if _has_rejects(connection) else 0
    staged = reader(connection, file, folder, options)
    with readable(file.name):
        _kept(connection, staged, number)
        mended = None
        if staged.rejecting and staged.reread is not None and has_errors(connection, INVALID_ENCODING, after=started):
            started, staged = scans(connection), staged.reread()
            _kept(connection, staged, number)
        if staged.mend is not None and has_errors(connection, BROKEN_QUOTE, after=started):
            started, mended = scans(connection), staged.mend()
            _kept(connection, staged, number)
        count, shown = staged.rejected, staged.rejects
        if staged.rejecting:
            found, lines = rejects(connection, options.limits.rejects_shown, after=started)
            count, shown = count + found, (*shown, *lines)
        if mended is not None:
            count, shown = count + mended.count, (*shown, *mended.rejects)
    connection.execute(f"DROP {_kind(connection)} {STAGE}")
    told = tuple(Reject(one.line, one.text, f"{file.name}: {one.reason}") for one in shown)
    return replace(staged, rejecting=False, mend=None, reread=None, rejects=told, rejected=count)


def _has_rejects(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors' LIMIT 1")
    return found.fetchone() is not None


def _kind(connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.execute("SELECT 1 FROM duckdb_views() WHERE database_name = 'stage' AND view_name = 'rows'")
    return "VIEW" if found.fetchone() else "TABLE"


def _kept(connection: duckdb.DuckDBPyConnection, staged: Staged, number: int) -> None:
    listed = ", ".join(column.name for column in staged.columns)
    connection.execute(f"CREATE OR REPLACE TABLE stage.main.part_{number} AS SELECT {listed} FROM {STAGE}")


def _key(column: StagedColumn, number: int) -> str:
    return column.label.strip().lower() or f"\x00{number}"


def _columns(parts: Sequence[Staged]) -> tuple[dict[str, StagedColumn], dict[str, str]]:
    """The columns of all the files by label, and the type that holds what each of them has."""
    columns: dict[str, StagedColumn] = {}
    types: dict[str, str] = {}
    for part in parts:
        for number, column in enumerate(part.columns):
            key = _key(column, number)
            columns.setdefault(key, column)
            known = types.setdefault(key, column.sql_type)
            if known != column.sql_type:
                types[key] = "DOUBLE" if {known, column.sql_type} == {"BIGINT", "DOUBLE"} else _TEXT
    return columns, types


def _check_kinship(parts: Sequence[Staged], files: Sequence[Path]) -> None:
    first = {_key(column, number) for number, column in enumerate(parts[0].columns)}
    for part, file in zip(parts[1:], files[1:], strict=True):
        labels = {_key(column, number) for number, column in enumerate(part.columns)}
        if 2 * len(labels & first) < min(len(labels), len(first)):
            listed = ", ".join(f.name for f in files[:20])
            message = f"{files[0].name} and {file.name} are different tables."
            raise IngestError(message, hint=f"name one of them as the sheet: {listed}")


def _select(number: int, part: Staged, columns: dict[str, StagedColumn], types: dict[str, str], file: Path) -> str:
    held = {_key(column, n): column for n, column in enumerate(part.columns)}
    values = []
    for n, key in enumerate(columns):
        column, type_ = held.get(key), types[key]
        stored = "VARCHAR" if type_ == "JSON" else "VARCHAR" if type_ == "GEOJSON" else type_
        values.append(f"NULL::{stored} AS c{n}" if column is None else f"{column.name}::{stored} AS c{n}")
    name = file.name.replace("'", "''")
    return f"SELECT {', '.join(values)}, '{name}' AS {quoted(f'c{len(columns)}')} FROM stage.main.part_{number}"


def _lacks(part: Staged, columns: dict[str, StagedColumn]) -> list[str]:
    held = {_key(column, number) for number, column in enumerate(part.columns)}
    lacking = [column.label for key, column in columns.items() if key not in held]
    return [f"has no column {', '.join(lacking[:20])}"] if lacking else []
