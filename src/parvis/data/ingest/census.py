"""What a written table says of itself: rows, filled values, distinct texts, where its places lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from parvis.core.fields import FieldType
from parvis.data.ingest.planned import PlannedField
from parvis.data.ingest.repair import repair_shapes
from parvis.data.ingest.staging import quoted

_ROWS = "version.main.rows"
_BATCH = 200
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of the table, filled values and distinct texts by field, box of the places in the world, remarks."""

    rows: int
    filled: dict[str, int]
    distinct: dict[str, int]
    bbox: Box | None
    warnings: tuple[str, ...]


def census(connection: duckdb.DuckDBPyConnection, fields: Sequence[PlannedField]) -> Written:
    """Count what is in the attached table."""
    (rows,) = connection.execute(f"SELECT count(*) FROM {_ROWS}").fetchone() or (0,)
    filled: dict[str, int] = {}
    distinct: dict[str, int] = {}
    for start in range(0, len(fields), _BATCH):
        batch = fields[start : start + _BATCH]
        texts = [f.name for f in batch if _is_plain_text(f)]
        counts = [f"count({quoted(_witness(f))})" for f in batch]
        counts += [f"approx_count_distinct({quoted(name)})" for name in texts]
        row = connection.execute(f"SELECT {', '.join(counts)} FROM {_ROWS}").fetchone() or ()
        filled |= dict(zip((f.name for f in batch), row[: len(batch)], strict=True))
        distinct |= dict(zip(texts, row[len(batch) :], strict=True))
    return Written(rows, filled, distinct, _bbox(connection, fields), tuple(_remarks(connection, fields)))


def _is_plain_text(field: PlannedField) -> bool:
    return field.plan.type is FieldType.TEXT and field.plan.multivalued is None


def _witness(field: PlannedField) -> str:
    """A column that is null when the field is."""
    return f"{field.name}.lon" if field.plan.type is FieldType.GEO_POINT else field.name


def _bbox(connection: duckdb.DuckDBPyConnection, fields: Sequence[PlannedField]) -> Box | None:
    """The box of every place in the table; what is not in degrees is left out."""
    sides = [_sides(field) for field in fields if field.plan.type in (FieldType.GEO_POINT, FieldType.GEO_SHAPE)]
    if not sides:
        return None
    ends = (("least", "min"), ("least", "min"), ("greatest", "max"), ("greatest", "max"))
    parts = (
        f"{of_all}({', '.join(f'{end}({quoted(side[n])}) FILTER ({_in_world(side)})' for side in sides)})"
        for n, (of_all, end) in enumerate(ends)
    )
    row = connection.execute(f"SELECT {', '.join(parts)} FROM {_ROWS}").fetchone()
    return None if row is None or row[0] is None else _clamped(row)


def _clamped(row: Sequence[float]) -> Box:
    """Coordinates at the edge of the world may pass it by a rounding."""
    return max(row[0], -180.0), max(row[1], -90.0), min(row[2], 180.0), min(row[3], 90.0)


def _sides(field: PlannedField) -> tuple[str, str, str, str]:
    """The columns of west, south, east, north."""
    name = field.name
    if field.plan.type is FieldType.GEO_POINT:
        return f"{name}.lon", f"{name}.lat", f"{name}.lon", f"{name}.lat"
    return f"{name}.west", f"{name}.south", f"{name}.east", f"{name}.north"


def _in_world(sides: tuple[str, str, str, str]) -> str:
    west, south, east, north = map(quoted, sides)
    return f"{west} >= -180.000001 AND {east} <= 180.000001 AND {south} >= -90.000001 AND {north} <= 90.000001"


def _remarks(connection: duckdb.DuckDBPyConnection, fields: Sequence[PlannedField]) -> Iterator[str]:
    for field in fields:
        if field.pair is not None:
            both = f"{quoted(field.pair.latitude)} IS NOT NULL AND {quoted(field.pair.longitude)} IS NOT NULL"
            outside = _count(connection, f"{both} AND {quoted(_witness(field))} IS NULL")
            if outside:
                yield f"{field.name}: {outside:,} pairs of coordinates are not in degrees and make no point"
        elif field.plan.type is FieldType.GEO_SHAPE:
            name = quoted(field.name)
            outside = _count(connection, f"{name} IS NOT NULL AND NOT ({_in_world(_sides(field))})")
            if outside:
                yield f"{field.name}: {outside:,} shapes are not in degrees: are they in WGS 84?"
            repaired, broken = (0, 0) if field.plan.column.valid else repair_shapes(connection, field.name)
            if repaired:
                yield f"{field.name}: {repaired:,} shapes were not valid (they crossed themselves) and were repaired"
            if broken:
                yield f"{field.name}: {broken:,} shapes are not valid and could not be repaired"


def _count(connection: duckdb.DuckDBPyConnection, condition: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {_ROWS} WHERE {condition}").fetchone()
    return row[0] if row else 0
