"""Geographic conditions in DuckDB, through its spatial functions; boxes on plain columns come first."""

from __future__ import annotations

import math

from sqlglot import exp

from parvis.data.engine.lower import geo
from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, both, case, col, either, fn, not_null, op
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Relation


def _shape(field: typed.FieldRef) -> SQL:
    if geo.is_point(field):
        return fn("st_point", *geo.point(field))
    return fn("st_geomfromwkb", col(field.field.name))


def _present(field: typed.FieldRef) -> SQL:
    return not_null(coordinate(field, "lon" if geo.is_point(field) else "west"))


def _constant(geometry: typed.Geometry, context: Context) -> SQL:
    return fn("st_geomfromwkb", cast(context.bind(geometry.wkb), "BLOB"))


def topology(node: typed.Topology, context: Context) -> SQL:
    """Intersects, within, disjoint; the bounds of the constant decide for most rows."""
    field, box = node.operand, geo.bounds(node.geometry)
    constant = _constant(node.geometry, context)
    point = geo.is_point(field)
    near = geo.point_in_box(field, box, context) if point else geo.bounds_meet(field, box, context)
    if node.relation is Relation.WITHIN:
        inside = near if point else geo.bounds_inside(field, box, context)
        return both(inside, _tested("st_within", _shape(field), constant, inside))
    touching = both(near, _tested("st_intersects", _shape(field), constant, near))
    return touching if node.relation is Relation.INTERSECTS else geo.disjoint(_present(field), touching)


def _tested(function: str, shape: SQL, constant: SQL, near: SQL) -> SQL:
    """The costly test only where the bounds let it matter: an engine may reorder the sides of AND."""
    return case((near.copy(), fn(function, shape, constant)), default=exp.false())


def in_box(node: typed.InBox, context: Context) -> SQL:
    """A point inside, a shape touching; a shape whose bounds are inside needs no test."""
    box = (node.west, node.south, node.east, node.north)
    if geo.is_point(node.operand):
        return geo.point_in_box(node.operand, box, context)
    return either(*(_shape_in_box(node, (low, high), context) for low, high in geo.boxes(node.west, node.east)))


def _shape_in_box(node: typed.InBox, sides: tuple[float, float], context: Context) -> SQL:
    box = (sides[0], node.south, sides[1], node.north)
    near = geo.bounds_meet(node.operand, box, context)
    window = fn("st_makeenvelope", *(context.bind(float(v)) for v in box))
    decided = case(
        (geo.bounds_inside(node.operand, box, context), exp.true()),
        (near.copy(), fn("st_intersects", _shape(node.operand), window)),
        default=exp.false(),
    )
    return both(near, decided)


def within_distance(node: typed.WithinDistance, context: Context) -> SQL:
    """A point by haversine; a shape by its nearest place in a plane true at the centre's latitude."""
    if geo.is_point(node.operand):
        return geo.within_distance(node, context)
    near = geo.bounds_meet(node.operand, geo.around(node), context)
    shrink = math.cos(math.radians(node.latitude))
    flat = fn("st_affine", _shape(node.operand), *(context.bind(v) for v in (shrink, 0.0, 0.0, 1.0, 0.0, 0.0)))
    centre = fn("st_point", context.bind(node.longitude * shrink), context.bind(node.latitude))
    degrees = fn("st_distance", flat, centre)
    reach = context.bind(math.degrees(node.metres / geo.RADIUS))
    return both(near, case((near.copy(), op("<=", degrees, reach)), default=exp.false()))
