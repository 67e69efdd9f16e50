"""CSV, TSV and their kin."""

from __future__ import annotations

from pathlib import Path

import duckdb

from parvis.data.ingest.errors import TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.source import dialect
from parvis.data.ingest.source.encoding import decoded
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, literal, quoted, readable


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Stage the texts of a file; rows of another width, or with broken quotes, are rejected."""
    text = decoded(path, scratch, options.encoding)
    shape = dialect.sniff(
        text.path, delimiter=options.delimiter, header_row=options.header_row, max_line=options.limits.line
    )
    if shape.width > options.limits.columns:
        raise TooLarge(f"{path.name} has {shape.width:,} columns, the limit is {options.limits.columns:,}.")
    labels = shape.labels or ("",) * shape.width
    columns = tuple(StagedColumn(f"c{n}", label.strip().lstrip("\ufeff"), "VARCHAR") for n, label in enumerate(labels))
    with readable(path.name):
        connection.execute(_statement(text.path, shape, columns, options))
    found = {"encoding": text.encoding, "delimiter": shape.delimiter, "header": shape.labels is not None}
    return Staged(columns, found, text.warnings, rejecting=True)


def _statement(path: Path, shape: dialect.Dialect, columns: tuple[StagedColumn, ...], options: IngestOptions) -> str:
    types = ", ".join(f"{literal(c.name)}: 'VARCHAR'" for c in columns)
    names = ", ".join(f"nullif({quoted(c.name)}, '') AS {quoted(c.name)}" for c in columns)
    return (
        f"CREATE VIEW {STAGE} AS SELECT {names} FROM read_csv({literal(str(path))}, auto_detect = false, "
        f"columns = {{{types}}}, delim = {literal(shape.delimiter)}, quote = '\"', escape = '\"', "
        f"header = false, skip = {shape.skip}, all_varchar = true, null_padding = false, store_rejects = true, "
        f"rejects_limit = 0, max_line_size = {options.limits.line}, strict_mode = true, nullstr = '')"
    )
