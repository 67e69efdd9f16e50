"""CSV, TSV and their kin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from parvis.data.ingest.errors import TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.source import dialect
from parvis.data.ingest.source.encoding import Decoded, decoded
from parvis.data.ingest.source.quotes import Mended, mended
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, literal, quoted, readable

# Above, one thread: each takes a buffer a column.
_WIDE = 300


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Stage the texts of a file; rows of another width, or with broken quotes, are rejected."""

    def once_more() -> Staged:
        return _staged(connection, path, scratch, options, decoded(path, scratch, options.encoding))

    # The engine checks the encoding as it reads: a file that starts well is not read for that alone.
    text = decoded(path, scratch, options.encoding, trusting=True)
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

    def stage(file: Path) -> None:
        with readable(path.name):
            connection.execute(_statement(file, shape, columns, options))

    def without_broken_quotes() -> Mended:
        whole = mended(text.path, scratch / "mended.csv", shape, options.limits.rejects_shown)
        stage(whole.path)
        return whole

    stage(text.path)
    found = {"encoding": text.encoding, "delimiter": shape.delimiter, "header": shape.labels is not None}
    return Staged(columns, found, text.warnings, rejecting=True, mend=without_broken_quotes)


def _statement(path: Path, shape: dialect.Dialect, columns: tuple[StagedColumn, ...], options: IngestOptions) -> str:
    types = ", ".join(f"{literal(c.name)}: 'VARCHAR'" for c in columns)
    names = ", ".join(quoted(c.name) for c in columns)
    quoting, line = shape.quoting, options.limits.line
    return (
        f"CREATE OR REPLACE VIEW {STAGE} AS SELECT {names} FROM read_csv({literal(str(path))}, auto_detect = false, "
        f"columns = {{{types}}}, delim = {literal(shape.delimiter)}, quote = {literal(quoting.quote)}, "
        f"escape = {literal(quoting.escape)}, header = false, skip = {shape.skip}, all_varchar = true, "
        f"null_padding = false, store_rejects = true, rejects_limit = 0, strict_mode = true, nullstr = '', "
        # Larger buffers cost memory and gain nothing.
        f"max_line_size = {line}, buffer_size = {2 * line})"
    )
