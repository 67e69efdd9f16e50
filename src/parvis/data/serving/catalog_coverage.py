"""Where and when datasets are: hidden columns of the catalog, and conditions on them.

They hold what everybody who knows of a dataset may know; the text of a query cannot name them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import shapely

from parvis.core.fields import Field, FieldType
from parvis.data.metadata.description import Description
from parvis.data.odsql.check import dates
from parvis.data.odsql.typed import And, Compare, Expr, FieldRef, IsNull, Literal, Not, Or, Relation, Type
from parvis.data.serving.describing.templates import from_templates

WEST, SOUTH, EAST, NORTH = (Field(f"_{side}", FieldType.DOUBLE) for side in ("west", "south", "east", "north"))
STARTS, ENDS = Field("_starts", FieldType.DATETIME), Field("_ends", FieldType.DATETIME)
COVERED = (WEST, SOUTH, EAST, NORTH, STARTS, ENDS)


def covered(description: Description, *, whole: bool) -> dict[str, Any]:
    """The values of the hidden columns; the box was computed on all rows, for who may know them."""
    box = description.bbox if whole else None
    starts, ends = _period(description)
    sides = zip((WEST, SOUTH, EAST, NORTH), box or (None,) * 4, strict=True)
    return {**{field.name: value for field, value in sides}, STARTS.name: starts, ENDS.name: ends}


def _period(description: Description) -> tuple[datetime | None, datetime | None]:
    """From the first start to the last end of the periods, in UTC without zone; an open end is null."""
    periods = description.temporal or from_templates(description).get("temporal", ())
    starts = [_moment(p.start, 0) for p in periods]
    ends = [_moment(p.end, 1) for p in periods]
    first = None if None in starts else min(filter(None, starts), default=None)
    return first, None if None in ends else max(filter(None, ends), default=None)


def _moment(text: str | None, end: int) -> datetime | None:
    found = dates.read(text) if text else None
    return None if found is None else found.instants(ZoneInfo("UTC"))[end].replace(tzinfo=None)


def in_box(west: float, south: float, east: float, north: float) -> Expr:
    """The dataset's box meets this one; ``west > east`` crosses the antimeridian."""
    if west > east:
        return Or((in_box(west, south, 180.0, north), in_box(-180.0, south, east, north)))
    tests = ((WEST, "<=", east), (EAST, ">=", west), (SOUTH, "<=", north), (NORTH, ">=", south))
    return And(tuple(_test(field, op, value) for field, op, value in tests))


def placed(relation: Relation, shape: shapely.Geometry) -> Expr:
    """The dataset's box in a relation to a box or a point. Raises ValueError for another geometry."""
    west, south, east, north = shapely.bounds(shape).tolist()
    if shape.geom_type != "Point" and not shape.equals(shapely.box(west, south, east, north)):
        raise ValueError("the catalog is filtered by boxes and points only")
    if relation is Relation.WITHIN:
        tests = ((WEST, ">=", west), (EAST, "<=", east), (SOUTH, ">=", south), (NORTH, "<=", north))
        return And(tuple(_test(field, op, value) for field, op, value in tests))
    meets = in_box(west, south, east, north)
    return meets if relation is Relation.INTERSECTS else And((Not(IsNull(FieldRef(WEST))), Not(meets)))


def during(starts: datetime | None, ends: datetime | None) -> Expr:
    """The dataset's period meets this one (aware instants, None open); a dataset without period meets every one."""
    found: list[Expr] = []
    if starts is not None:
        found.append(Or((IsNull(FieldRef(ENDS)), _since(ENDS, ">=", starts))))
    if ends is not None:
        found.append(Or((IsNull(FieldRef(STARTS)), _since(STARTS, "<=", ends))))
    return And(tuple(found))


def _test(field: Field, op: str, value: float) -> Expr:
    return Compare(op, FieldRef(field), Literal(float(value), Type.DOUBLE))


def _since(field: Field, op: str, value: datetime) -> Expr:
    return Compare(op, FieldRef(field), Literal(value.astimezone(UTC), Type.DATETIME))
