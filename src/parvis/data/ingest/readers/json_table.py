"""The staging table of JSON: one column a member, with the types that every row agrees on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from parvis.data.ingest.errors import IngestError, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.nested import Leaf, leaves, texts_kept
from parvis.data.ingest.staging import STAGE, StagedColumn, literal, quoted, readable

GEOMETRY = "geo_shape"
# No property has this name: it would hide the geometry, or the geometry would hide it.
GEOMETRY_MEMBER = "\ue000geometry"
OBJECTS = "a list of objects is read, or one object a line"
_SOURCE = "stage.main.source"
_MAX_DEPTH = 20
# The engine takes buffers of twice the largest row, for each thread.
_USUAL_ROW = 4 << 20


def stage_json(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, options: IngestOptions
) -> tuple[StagedColumn, ...]:
    """Fill the staging table from an array of objects, or from one object a line.

    Raises DamagedFile, TooLarge, IngestError when there are no objects.
    """
    with readable(name):
        try:
            return _staged(connection, path, name, options, _USUAL_ROW)
        except duckdb.Error as error:
            if "maximum_object_size" not in str(error):
                raise
        connection.execute("SET threads = 1")
        return _staged(connection, path, name, options, options.limits.document)


def _staged(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, options: IngestOptions, longest: int
) -> tuple[StagedColumn, ...]:
    columns = _described(connection, path, name, options, longest)
    staged = tuple(_column(n, label, type_) for n, (label, _, type_) in enumerate(columns))
    listed = ", ".join(f"{sql} AS c{n}" for n, (_, sql, _) in enumerate(columns))
    connection.execute(f"CREATE OR REPLACE TABLE {STAGE} AS SELECT {listed} FROM {_SOURCE}")
    return _with_scalars(connection, staged)


def _described(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, options: IngestOptions, longest: int
) -> list[Leaf]:
    """The columns of the rows, which are then read with these types and no others."""
    common = f"format = 'auto', records = true, maximum_object_size = {longest}"
    inferred = (
        f"read_json({literal(str(path))}, {common}, sample_size = -1, map_inference_threshold = -1, "
        f"field_appearance_threshold = 0, maximum_depth = {_MAX_DEPTH}, convert_strings_to_integers = false)"
    )
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {inferred}").fetchall()
    except duckdb.BinderException as error:
        raise IngestError(f"{name} holds no objects.", hint=OBJECTS) from error
    if len(described) > options.limits.columns:
        raise TooLarge(f"{name} has {len(described):,} columns, the limit is {options.limits.columns:,}.")
    types = {row[0]: row[1] if _are_renamed(described) else texts_kept(row[1]) for row in described}
    listed = ", ".join(f"{literal(label)}: {literal(type_)}" for label, type_ in types.items())
    exact = f"read_json({literal(str(path))}, {common}, columns = {{{listed}}})"
    source = inferred if _are_renamed(described) else exact
    connection.execute(f"CREATE OR REPLACE VIEW {_SOURCE} AS SELECT * FROM {source}")
    columns = [leaf for label, type_ in types.items() for leaf in leaves(label, quoted(label), type_)]
    if len(columns) > options.limits.columns:
        raise TooLarge(f"{name} has {len(columns):,} columns, the limit is {options.limits.columns:,}.")
    return columns


def _are_renamed(described: Sequence[tuple[str, ...]]) -> bool:
    """Whether the engine gave numbers to members whose names only differ by case: it alone can find them again."""
    labels = {row[0].lower() for row in described}
    return any(label.rpartition("_")[0] in labels and label.rpartition("_")[2].isdecimal() for label in labels)


def _column(number: int, label: str, type_: str) -> StagedColumn:
    if label == GEOMETRY_MEMBER:
        return StagedColumn(f"c{number}", GEOMETRY, "GEOJSON", typed=True)
    return StagedColumn(f"c{number}", label, type_, typed=True)


def _with_scalars(connection: duckdb.DuckDBPyConnection, columns: tuple[StagedColumn, ...]) -> tuple[StagedColumn, ...]:
    """Members of several types that are all scalars, or null, are texts; lists of such are lists of text."""
    mixed = [c for c in columns if c.sql_type == "JSON"]
    if not mixed:
        return columns
    nested = "json_type({0}) IN ('OBJECT', 'ARRAY')"
    tests = ", ".join(f"count(*) FILTER ({nested.format(c.name)})" for c in mixed)
    row = connection.execute(f"SELECT {tests} FROM {STAGE}").fetchone() or ()
    texts = {c.name for c, count in zip(mixed, row, strict=True) if not count}
    for name in texts:
        connection.execute(f"UPDATE {STAGE} SET {name} = nullif({name} ->> '$', '')")
    return tuple(replace(c, sql_type="VARCHAR") if c.name in texts else c for c in columns)
