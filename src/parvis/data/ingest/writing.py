"""The version's file: one DuckDB table in the physical layout, in the order of the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from parvis.core.fields import FieldType
from parvis.data.ingest.census import Written, census
from parvis.data.ingest.inference.columns import ColumnPlan, value
from parvis.data.ingest.inference.places import in_world, latitude, longitude
from parvis.data.ingest.planned import PlannedField
from parvis.data.ingest.staging import STAGE, literal, quoted

SMALL_SOURCE = 4 << 20
SMALL_BLOCK = 16 << 10
LARGE_BLOCK = 256 << 10
WIDE = 300


def write(connection: duckdb.DuckDBPyConnection, target: Path, fields: Sequence[PlannedField], size: int) -> Written:
    """Write the table ``rows`` of the target, which must not exist, close the file, and tell what is in it.

    ``size`` is the source's, in bytes.
    """
    # A table takes whole blocks, a column at a time: small ones keep small and wide tables small.
    block = SMALL_BLOCK if size < SMALL_SOURCE or len(fields) > WIDE else LARGE_BLOCK
    borrowed = frozenset(_may_be_borrowed(fields))
    connection.execute(f"ATTACH {literal(str(target))} AS version (BLOCK_SIZE {block})")
    try:
        _fill(connection, fields, borrowed)
        if any(_has_half_points(connection, field) for field in fields if field.name in borrowed):
            # What a dropped table held would stay in the file: it is written anew.
            connection.execute("DETACH version")
            target.unlink()
            connection.execute(f"ATTACH {literal(str(target))} AS version (BLOCK_SIZE {block})")
            _fill(connection, fields, frozenset())
        connection.execute("CHECKPOINT version")
        written = census(connection, fields)
        # Repaired shapes are changes, too; without any there is nothing to do.
        connection.execute("CHECKPOINT version")
        return written
    finally:
        connection.execute("DETACH version")


def _may_be_borrowed(fields: Sequence[PlannedField]) -> Iterator[str]:
    """The points that can be read from the two columns that make them, rather than stored a second time."""
    doubles = {field.name for field in fields if field.plan.type is FieldType.DOUBLE}
    for field in fields:
        if field.pair is not None and {field.pair.latitude, field.pair.longitude} <= doubles:
            yield field.name


def _has_half_points(connection: duckdb.DuckDBPyConnection, field: PlannedField) -> bool:
    """Whether a row has one coordinate without the other, or coordinates that are not degrees."""
    assert field.pair is not None
    lat, lon = quoted(field.pair.latitude), quoted(field.pair.longitude)
    half = f"({lat} IS NULL) <> ({lon} IS NULL) OR NOT ({in_world(lat, lon)})"
    return connection.execute(f"SELECT 1 FROM version.main.rows WHERE {half} LIMIT 1").fetchone() is not None


def _fill(connection: duckdb.DuckDBPyConnection, fields: Sequence[PlannedField], borrowed: frozenset[str]) -> None:
    """Create the table from the staged rows; ``borrowed`` points are computed from their columns when they are read."""
    stored = ",\n".join(sql for field in fields if field.name not in borrowed for sql in _columns(field))
    if not borrowed:
        connection.execute(f"CREATE TABLE version.main.rows AS SELECT {stored} FROM {STAGE}")
        return
    described = connection.execute(f"DESCRIBE SELECT {stored} FROM {STAGE}").fetchall()
    columns = [f"{quoted(name)} {type_}" for name, type_, *_ in described]
    columns += [sql for field in fields if field.name in borrowed for sql in _borrowed(field)]
    connection.execute(f"CREATE TABLE version.main.rows ({', '.join(columns)})")
    connection.execute(f"INSERT INTO version.main.rows BY NAME SELECT {stored} FROM {STAGE}")


def _borrowed(field: PlannedField) -> Iterator[str]:
    assert field.pair is not None
    for end, column in (("lon", field.pair.longitude), ("lat", field.pair.latitude)):
        yield f"{quoted(f'{field.name}.{end}')} DOUBLE GENERATED ALWAYS AS ({quoted(column)}) VIRTUAL"


def _columns(field: PlannedField) -> Iterator[str]:
    name, plan = field.name, field.plan
    if field.pair is not None:
        # The columns themselves are written, too, and guarded there.
        unguarded = (replace(one, guarded=False) for one in (plan, field.pair.plan))
        yield from _point(name, *map(value, unguarded))
    elif plan.type is FieldType.GEO_POINT:
        text = value(plan)
        yield from _point(name, latitude(text), longitude(text))
    elif plan.type is FieldType.GEO_SHAPE:
        yield from _shape(name, value(plan))
    elif plan.multivalued is not None:
        yield f"{_list(plan)} AS {quoted(name)}"
    else:
        yield f"{value(plan)} AS {quoted(name)}"


def _point(name: str, lat: str, lon: str) -> Iterator[str]:
    """Both coordinates or none: a point out of the world is no point."""
    inside = in_world(lat, lon)
    yield f"CASE WHEN {inside} THEN ({lon})::DOUBLE END AS {quoted(name + '.lon')}"
    yield f"CASE WHEN {inside} THEN ({lat})::DOUBLE END AS {quoted(name + '.lat')}"


def _shape(name: str, geometry: str) -> Iterator[str]:
    yield f"ST_AsWKB(ST_Force2D({geometry}))::BLOB AS {quoted(name)}"
    for side, function in (("west", "ST_XMin"), ("south", "ST_YMin"), ("east", "ST_XMax"), ("north", "ST_YMax")):
        yield f"{function}({geometry})::DOUBLE AS {quoted(f'{name}.{side}')}"


def _list(plan: ColumnPlan) -> str:
    if plan.column.sql_type == "VARCHAR[]":
        return plan.column.name
    pieces = f"string_split({plan.column.name}, {literal(plan.multivalued or ',')})"
    kept = f"list_filter(list_transform({pieces}, x -> trim(x)), x -> x != '')"
    return f"CASE WHEN len({kept}) > 0 THEN {kept} END"
