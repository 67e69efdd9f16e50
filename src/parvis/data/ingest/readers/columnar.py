"""Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb

from parvis.data.ingest.errors import TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.nested import leaves
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, literal, quoted, readable

_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_INSTANTS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table; the types are the file's."""
    source = f"read_parquet({literal(str(path))})"
    with readable(path.name):
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        columns = [leaf for row in described for leaf in _columns(row[0], row[1])]
        if len(columns) > options.limits.columns:
            raise TooLarge(f"{path.name} has {len(columns):,} columns, the limit is {options.limits.columns:,}.")
        staged = tuple(StagedColumn(f"c{n}", label, type_, typed=True) for n, (label, _, type_) in enumerate(columns))
        listed = ", ".join(f"{sql} AS c{n}" for n, (_, sql, _) in enumerate(columns))
        connection.execute(f"CREATE TABLE {STAGE} AS SELECT {listed} FROM {source}")
    return Staged(staged)


def _columns(name: str, type_: str) -> list[tuple[str, str, str]]:
    column = quoted(name)
    if type_ in _INTEGERS:
        return [(name, f"{column}::BIGINT", "BIGINT")]
    if type_ in ("FLOAT", "DOUBLE") or type_.startswith("DECIMAL"):
        return [(name, f"{column}::DOUBLE", "DOUBLE")]
    if type_ in ("BOOLEAN", "DATE"):
        return [(name, column, type_)]
    if type_ in _INSTANTS:
        return [(name, f"{column}::TIMESTAMP", "TIMESTAMP")]
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return [(name, f"timezone('UTC', {column})", "TIMESTAMP")]
    if type_.startswith("GEOMETRY"):
        return [(name, f"ST_AsWKB({column})", "BLOB")]
    if type_ == "BLOB":
        geometry = name.lower() in ("geometry", "geom", "wkb_geometry", "geo_shape")
        return [(name, column if geometry else f"hex({column})", "BLOB" if geometry else "VARCHAR")]
    return leaves(name, column, type_)
