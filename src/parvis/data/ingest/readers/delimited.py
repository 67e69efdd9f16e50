"""CSV, TSV and their kin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from parvis.data.ingest.errors import TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.source import dialect
from parvis.data.ingest.source.encoding import Decoded, decoded
from parvis.data.ingest.source.fixed import NAME, FixedColumns, fixed_columns
from parvis.data.ingest.source.footer import Row, footers
from parvis.data.ingest.source.quotes import Mended, mended
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, literal, quoted, readable

# Above, one thread: each takes a buffer a column.
_WIDE = 300
_SHOWN = 200


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Stage the texts of a file; rows of another width, or with broken quotes, are rejected."""
    # The engine checks the encoding as it reads: a file that starts well is not read for that alone.
    text = decoded(path, scratch, options.encoding, trusting=True)
    stated = options.delimiter
    if stated is None or stated.startswith(NAME):
        columns = fixed_columns(text.path, stated, options.header_row, options.limits.line)
        if columns is not None:
            return _fixed(connection, path.name, decoded(path, scratch, options.encoding), columns, options)

    def once_more() -> Staged:
        return _staged(connection, path, scratch, options, decoded(path, scratch, options.encoding))

    return replace(_staged(connection, path, scratch, options, text), reread=once_more)


def _staged(
    connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions, text: Decoded
) -> Staged:
    shape = dialect.sniff(
        text.path, delimiter=options.delimiter, header_row=options.header_row, max_line=options.limits.line
    )
    if shape.width > options.limits.columns:
        raise TooLarge(f"{path.name} has {shape.width:,} columns, the limit is {options.limits.columns:,}.")
    labels = shape.labels or ("",) * shape.width
    columns = tuple(StagedColumn(f"c{n}", label.strip().lstrip("\ufeff"), "VARCHAR") for n, label in enumerate(labels))
    if len(columns) > _WIDE:
        connection.execute("SET threads = 1")
        connection.execute(f"SET memory_limit = '{options.limits.memory_wide >> 20}MiB'")

    below, told = footers(text.path, shape, options.limits.rejects_shown)

    def stage(file: Path) -> None:
        with readable(path.name):
            connection.execute(_statement(file, shape, columns, options, below))

    def without_broken_quotes() -> Mended:
        whole = mended(text.path, scratch / "mended.csv", shape, options.limits.rejects_shown)
        stage(whole.path)
        return whole

    stage(text.path)
    found = {"encoding": text.encoding, "delimiter": shape.delimiter, "header": shape.labels is not None}
    warnings = (*text.warnings, *_titles(text.path, shape))
    return Staged(columns, found, warnings, True, without_broken_quotes, rejects=tuple(told), rejected=len(told))


def _titles(path: Path, shape: dialect.Dialect) -> list[str]:
    """What to tell of the lines above the header."""
    if shape.labels is None or shape.skip < 2:
        return []
    with path.open(encoding="utf-8", newline=None) as file:
        lines = [file.readline(_SHOWN) for _ in range(shape.skip - 1)]
    texts = [line.strip(f" \r\n{shape.delimiter}") for line in lines]
    shown = next((text for text in texts if text and not text.lower().startswith("sep=")), "")
    return [f"{shape.skip - 1:,} lines above the header were left out: {shown}"] if shown else []


def _fixed(
    connection: duckdb.DuckDBPyConnection, name: str, text: Decoded, fixed: FixedColumns, options: IngestOptions
) -> Staged:
    """Stage the columns of a table of fixed width, cut out of its lines."""
    if len(fixed.ranges) > options.limits.columns:
        raise TooLarge(f"{name} has {len(fixed.ranges):,} columns, the limit is {options.limits.columns:,}.")
    labels = fixed.labels or ("",) * len(fixed.ranges)
    columns = tuple(StagedColumn(f"c{n}", label, "VARCHAR") for n, label in enumerate(labels))
    # One cell a line: a delimiter and a quote that no text has.
    lines = dialect.Dialect("\x01", dialect.Quoting("\x02", "\x02"), None, fixed.skip, 1)
    line = _source(text.path, lines, (StagedColumn("line", "", "VARCHAR"),), options)
    cells = (f"substr(line, {start + 1}{'' if end is None else f', {end - start}'})" for start, end in fixed.ranges)
    cut = ", ".join(f"nullif(trim({cell}), '') AS c{n}" for n, cell in enumerate(cells))
    with readable(name):
        connection.execute(f"CREATE OR REPLACE VIEW {STAGE} AS SELECT {cut} FROM {line} WHERE line IS NOT NULL")
    found = {"encoding": text.encoding, "delimiter": NAME, "header": fixed.labels is not None}
    return Staged(columns, found, text.warnings, rejecting=True)


def _statement(
    path: Path,
    shape: dialect.Dialect,
    columns: tuple[StagedColumn, ...],
    options: IngestOptions,
    below: Sequence[Row],
) -> str:
    names = ", ".join(quoted(c.name) for c in columns)
    view = f"CREATE OR REPLACE VIEW {STAGE} AS SELECT {names} FROM {_source(path, shape, columns, options)}"
    return f"{view} WHERE {' AND '.join(map(_other_than, below))}" if below else view


def _other_than(row: Row) -> str:
    """SQL: the row is not this one."""
    cells = (f"c{n} IS NOT DISTINCT FROM {literal(cell) if cell else 'NULL'}" for n, cell in enumerate(row))
    return f"NOT ({' AND '.join(cells)})"


def _source(path: Path, shape: dialect.Dialect, columns: tuple[StagedColumn, ...], options: IngestOptions) -> str:
    """SQL of the texts of a file."""
    types = ", ".join(f"{literal(c.name)}: 'VARCHAR'" for c in columns)
    quoting, line = shape.quoting, options.limits.line
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, "
        f"columns = {{{types}}}, delim = {literal(shape.delimiter)}, quote = {literal(quoting.quote)}, "
        f"escape = {literal(quoting.escape)}, header = false, skip = {shape.skip}, all_varchar = true, "
        f"null_padding = false, store_rejects = true, rejects_limit = 0, strict_mode = true, nullstr = '', "
        # Larger buffers cost memory and gain nothing.
        f"max_line_size = {line}, buffer_size = {2 * line})"
    )
