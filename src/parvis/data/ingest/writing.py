"""The version's file: one DuckDB table in the physical layout, in the order of the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from parvis.core.fields import FieldType
from parvis.data.ingest.inference.columns import ColumnPlan
from parvis.data.ingest.inference.kinds import filled
from parvis.data.ingest.staging import STAGE, literal, quoted

SMALL_SOURCE = 4 << 20
SMALL_BLOCK = 16 << 10
LARGE_BLOCK = 256 << 10


@dataclass(frozen=True, slots=True)
class PlannedField:
    """A field to write: its identifier and where its values come from (two columns for a point made of them)."""

    name: str
    plan: ColumnPlan
    longitude: ColumnPlan | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What the written table says of itself: rows, filled values and distinct texts by field, box of its places."""

    rows: int
    filled: dict[str, int]
    distinct: dict[str, int]
    bbox: tuple[float, float, float, float] | None


def write(connection: duckdb.DuckDBPyConnection, target: Path, fields: Sequence[PlannedField], size: int) -> Written:
    """Write the table ``rows`` of the target, which must not exist, close the file, and tell what is in it.

    ``size`` is the source's, in bytes.
    """
    # A table takes whole blocks: small ones keep hundreds of small datasets small.
    block = SMALL_BLOCK if size < SMALL_SOURCE else LARGE_BLOCK
    connection.execute(f"ATTACH {literal(str(target))} AS version (BLOCK_SIZE {block})")
    columns = ",\n".join(sql for field in fields for sql in _columns(field))
    connection.execute(f"CREATE TABLE version.main.rows AS SELECT {columns} FROM {STAGE}")
    connection.execute("CHECKPOINT version")
    written = _census(connection, fields)
    connection.execute("DETACH version")
    return written


def _census(connection: duckdb.DuckDBPyConnection, fields: Sequence[PlannedField]) -> Written:
    texts = [f for f in fields if f.plan.type is FieldType.TEXT and f.plan.multivalued is None]
    counts = [f"count({quoted(_witness(f))})" for f in fields]
    distinct = [f"approx_count_distinct({quoted(f.name)})" for f in texts]
    row = connection.execute(f"SELECT {', '.join(['count(*)', *counts, *distinct])} FROM version.main.rows").fetchone()
    assert row is not None
    filled = dict(zip((f.name for f in fields), row[1:], strict=False))
    return Written(
        row[0],
        filled,
        dict(zip((f.name for f in texts), row[1 + len(fields) :], strict=True)),
        _bbox(connection, fields),
    )


def _witness(field: PlannedField) -> str:
    """A column that is null when the field is."""
    return f"{field.name}.lon" if field.plan.type is FieldType.GEO_POINT else field.name


def _bbox(
    connection: duckdb.DuckDBPyConnection, fields: Sequence[PlannedField]
) -> tuple[float, float, float, float] | None:
    """The box of every place in the table."""
    sides = [_sides(field) for field in fields if field.plan.type in (FieldType.GEO_POINT, FieldType.GEO_SHAPE)]
    if not sides:
        return None
    ends = (("least", "min"), ("least", "min"), ("greatest", "max"), ("greatest", "max"))
    parts = (
        f"{of_all}({', '.join(f'{end}({quoted(side[n])})' for side in sides)})" for n, (of_all, end) in enumerate(ends)
    )
    row = connection.execute(f"SELECT {', '.join(parts)} FROM version.main.rows").fetchone()
    return None if row is None or row[0] is None else (row[0], row[1], row[2], row[3])


def _sides(field: PlannedField) -> tuple[str, str, str, str]:
    """The columns of west, south, east, north."""
    name = field.name
    if field.plan.type is FieldType.GEO_POINT:
        return f"{name}.lon", f"{name}.lat", f"{name}.lon", f"{name}.lat"
    return f"{name}.west", f"{name}.south", f"{name}.east", f"{name}.north"


def value(plan: ColumnPlan) -> str:
    """The SQL of a column's typed value; a value that a curator's type cannot hold is null."""
    column = plan.column.name
    if plan.kind is None:
        return column
    sql = filled(plan.kind.value, column)
    if plan.wrong:
        return f"CASE WHEN {filled(plan.kind.valid, column)} THEN {sql} END"
    return sql


def _columns(field: PlannedField) -> Iterator[str]:
    name, plan = field.name, field.plan
    if field.longitude is not None:
        yield from _point(name, value(plan), value(field.longitude))
    elif plan.type is FieldType.GEO_POINT:
        text = value(plan)
        latitude = f"try_cast(trim(split_part({text}, ',', 1)) AS DOUBLE)"
        longitude = f"try_cast(trim(split_part({text}, ',', 2)) AS DOUBLE)"
        yield from _point(name, latitude, longitude)
    elif plan.type is FieldType.GEO_SHAPE:
        yield from _shape(name, value(plan))
    elif plan.multivalued is not None:
        yield f"{_list(plan)} AS {quoted(name)}"
    else:
        yield f"{value(plan)} AS {quoted(name)}"


def _point(name: str, latitude: str, longitude: str) -> Iterator[str]:
    """Both coordinates or none: a point out of the world is no point."""
    inside = f"abs({latitude}) <= 90 AND abs({longitude}) <= 180"
    yield f"CASE WHEN {inside} THEN ({longitude})::DOUBLE END AS {quoted(name + '.lon')}"
    yield f"CASE WHEN {inside} THEN ({latitude})::DOUBLE END AS {quoted(name + '.lat')}"


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
