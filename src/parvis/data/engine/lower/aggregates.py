"""Statistics that both dialects spell alike, on top of a few names."""

from __future__ import annotations

from sqlglot import exp

from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.sql import SQL, case, fn, is_null, op, text
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Statistic, Type


def operand(node: typed.Aggregate, context: Context) -> SQL:
    """What is aggregated: for a geo field, a column that is null when it is."""
    assert node.operand is not None
    ref = node.operand
    if isinstance(ref, typed.FieldRef) and ref.type in (Type.GEO_POINT, Type.GEO_SHAPE):
        return coordinate(ref, "lon" if ref.type is Type.GEO_POINT else "west")
    return context.lower(ref)


def bbox(node: typed.Aggregate, context: Context) -> SQL:
    """The bounding box as GeoJSON text: a polygon of five places; null without any place."""
    ref = node.operand
    assert isinstance(ref, typed.FieldRef)
    names = ("lon", "lat", "lon", "lat") if ref.type is Type.GEO_POINT else ("west", "south", "east", "north")
    extremes = ("min", "min", "max", "max")
    sides = [fn(f, coordinate(ref, name)) for f, name in zip(extremes, names, strict=True)]
    west, south, east, north = (context.sql.to_text(side) for side in sides)
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    pieces: list[SQL] = [text('{"type":"Polygon","coordinates":[[')]
    for index, (x, y) in enumerate(corners):
        pieces += [text("[" if index == 0 else ",["), x.copy(), text(","), y.copy(), text("]")]
    return case((is_null(sides[0].copy()), exp.Null()), default=context.sql.join(*pieces, text("]]}")))


def sum_of_squares(value: SQL, context: Context) -> SQL:
    """Sum of squares, as a double."""
    double = context.sql.to_double(value)
    return fn("sum", op("*", double, double.copy()))


def fraction(node: typed.Aggregate) -> float:
    """The quantile asked, between 0 and 1."""
    return 0.5 if node.statistic is Statistic.MEDIAN else (node.percent or 0.0) / 100
