"""Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb

from parvis.data.ingest.errors import TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.nested import Leaf, leaves
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, literal, load_spatial, quoted, readable

_GEOMETRIES = ("geometry", "geom", "wkb_geometry", "geo_shape")


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Stage the rows; the types are the file's."""
    source = f"read_parquet({literal(str(path))})"
    load_spatial(connection)
    # Two threads gain little here and leave half of the written file empty.
    connection.execute("SET threads = 1")
    with readable(path.name):
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        columns = [leaf for row in described for leaf in _columns(row[0], row[1])]
        if len(columns) > options.limits.columns:
            raise TooLarge(f"{path.name} has {len(columns):,} columns, the limit is {options.limits.columns:,}.")
        staged = tuple(StagedColumn(f"c{n}", label, type_, typed=True) for n, (label, _, type_) in enumerate(columns))
        listed = ", ".join(f"{sql} AS c{n}" for n, (_, sql, _) in enumerate(columns))
        connection.execute(f"CREATE VIEW {STAGE} AS SELECT {listed} FROM {source}")
    return Staged(staged)


def _columns(name: str, type_: str) -> list[Leaf]:
    column = quoted(name)
    if type_.startswith("GEOMETRY"):
        return [(name, f"ST_AsWKB({column})::BLOB", "BLOB")]
    if type_ == "BLOB" and name.lower() in _GEOMETRIES:
        return [(name, column, "BLOB")]
    return leaves(name, column, type_)
