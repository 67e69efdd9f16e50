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

SMALL_ROWS = 50_000
SMALL_BLOCK = 16 << 10
LARGE_BLOCK = 256 << 10


@dataclass(frozen=True, slots=True)
class PlannedField:
    """A field to write: its identifier and where its values come from (two columns for a point made of them)."""

    name: str
    plan: ColumnPlan
    longitude: ColumnPlan | None = None


def write(connection: duckdb.DuckDBPyConnection, target: Path, fields: Sequence[PlannedField], rows: int) -> None:
    """Write the table ``rows`` of the target, which must not exist, and close the file."""
    # A table takes whole blocks: small ones keep hundreds of small datasets small.
    block = SMALL_BLOCK if rows < SMALL_ROWS else LARGE_BLOCK
    connection.execute(f"ATTACH {literal(str(target))} AS version (BLOCK_SIZE {block})")
    columns = ",\n".join(sql for field in fields for sql in _columns(field))
    connection.execute(f"CREATE TABLE version.main.rows AS SELECT {columns} FROM {STAGE}")
    connection.execute("CHECKPOINT version")
    connection.execute("DETACH version")


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
