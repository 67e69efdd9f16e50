"""Geography shared by the dialects: boxes on plain columns, haversine, prefilters."""

from __future__ import annotations

import math

import shapely
from sqlglot import exp

from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.sql import SQL, both, either, fn, invert, num, op
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type

RADIUS = 6_371_008.8
"""Mean radius of the Earth in metres (WGS 84)."""


def point(field: typed.FieldRef) -> tuple[SQL, SQL]:
    """Longitude and latitude columns."""
    return coordinate(field, "lon"), coordinate(field, "lat")


def haversine(field: typed.FieldRef, longitude: float, latitude: float, context: Context) -> SQL:
    """Great-circle distance in metres."""
    lon, lat = point(field)
    return haversine_of(lon, lat, longitude, latitude, context)


def haversine_of(lon: SQL, lat: SQL, longitude: float, latitude: float, context: Context) -> SQL:
    """The same from any two expressions in degrees."""
    half = num(0.5)
    dlat = op("*", fn("radians", op("-", lat, context.bind(latitude))), half)
    dlon = op("*", fn("radians", op("-", lon, context.bind(longitude))), half.copy())
    across = op("*", fn("cos", fn("radians", lat.copy())), context.bind(math.cos(math.radians(latitude))))
    chord = op("+", _square(fn("sin", dlat)), op("*", across, _square(fn("sin", dlon))))
    return op("*", num(2 * RADIUS), fn("asin", fn("least", num(1.0), fn("sqrt", chord))))


def _square(value: SQL) -> SQL:
    return fn("pow", value, num(2))


def distance(node: typed.Distance, context: Context) -> SQL:
    """Metres from a point field to a fixed point."""
    assert isinstance(node.operand, typed.FieldRef)
    return exp.Paren(this=haversine(node.operand, node.longitude, node.latitude, context))


def between(value: SQL, low: float, high: float, context: Context) -> SQL:
    """low <= value <= high as two bare comparisons, which skip blocks of rows."""
    return both(op(">=", value, context.bind(low)), op("<=", value.copy(), context.bind(high)))


def boxes(west: float, east: float) -> list[tuple[float, float]]:
    """The longitude intervals of a box: two when it crosses the antimeridian."""
    return [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]


def point_in_box(field: typed.FieldRef, box: tuple[float, float, float, float], context: Context) -> SQL:
    """The point is in (west, south, east, north), edges included."""
    west, south, east, north = box
    lon, lat = point(field)
    sides = either(*(between(lon.copy(), low, high, context) for low, high in boxes(west, east)))
    return both(between(lat, south, north, context), sides)


def bounds_meet(field: typed.FieldRef, box: tuple[float, float, float, float], context: Context) -> SQL:
    """The bounds of a shape meet (west, south, east, north)."""
    west, south, east, north = box
    return both(
        op("<=", coordinate(field, "south"), context.bind(north)),
        op(">=", coordinate(field, "north"), context.bind(south)),
        op("<=", coordinate(field, "west"), context.bind(east)),
        op(">=", coordinate(field, "east"), context.bind(west)),
    )


def bounds_inside(field: typed.FieldRef, box: tuple[float, float, float, float], context: Context) -> SQL:
    """The bounds of a shape are inside (west, south, east, north)."""
    west, south, east, north = box
    return both(
        op(">=", coordinate(field, "south"), context.bind(south)),
        op("<=", coordinate(field, "north"), context.bind(north)),
        op(">=", coordinate(field, "west"), context.bind(west)),
        op("<=", coordinate(field, "east"), context.bind(east)),
    )


def around(node: typed.WithinDistance) -> tuple[float, float, float, float]:
    """A box that holds every place within the distance; the whole turn near the poles or the antimeridian."""
    dlat = math.degrees(node.metres / RADIUS) * 1.000001
    south, north = node.latitude - dlat, node.latitude + dlat
    if south <= -90 or north >= 90:
        return -180.0, south, 180.0, north
    ratio = math.sin(math.radians(dlat)) / math.cos(math.radians(node.latitude))
    dlon = math.degrees(math.asin(min(1.0, ratio))) * 1.000001
    west, east = node.longitude - dlon, node.longitude + dlon
    return (-180.0, south, 180.0, north) if west < -180 or east > 180 else (west, south, east, north)


def within_distance(node: typed.WithinDistance, context: Context) -> SQL:
    """A point within metres: the box first, the distance only inside it."""
    near = point_in_box(node.operand, around(node), context)
    metres = haversine(node.operand, node.longitude, node.latitude, context)
    return both(near, op("<=", metres, context.bind(float(node.metres))))


def constant(geometry: typed.Geometry) -> shapely.Geometry:
    """The constant as a geometry."""
    return shapely.from_wkb(geometry.wkb)


def bounds(geometry: typed.Geometry) -> tuple[float, float, float, float]:
    """(west, south, east, north) of a constant; an empty one gives an empty box."""
    west, south, east, north = shapely.bounds(constant(geometry)).tolist()
    return (1.0, 1.0, 0.0, 0.0) if math.isnan(west) else (west, south, east, north)


def disjoint(present: SQL, intersecting: SQL) -> SQL:
    """The field is there and does not intersect."""
    return both(present, invert(fn("coalesce", intersecting, exp.false())))


def is_point(field: typed.FieldRef) -> bool:
    """Whether a geo field holds points."""
    return field.type is Type.GEO_POINT
