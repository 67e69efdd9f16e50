"""Geographic conditions in ClickHouse, through its polygon functions: constants are areas or points."""

from __future__ import annotations

import math

import shapely
from sqlglot import exp

from parvis.core.errors import ParvisError
from parvis.data.engine.lower import geo
from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.sql import SQL, both, either, fn, not_null, num, op
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Relation

Ring = list[tuple[float, float]]
_NOWHERE = 999


class UnsupportedGeometry(ParvisError):
    """This engine tests against areas and points only."""

    code = "ODSQLError"
    status = 400


def polygons(geometry: shapely.Geometry) -> list[list[Ring]]:
    """The areas of a geometry as nested lists of (longitude, latitude)."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    return [[list(ring.coords) for ring in (p.exterior, *p.interiors)] for p in parts]


def _literal(areas: list[list[Ring]]) -> SQL:
    """Areas as constant arrays of numbers; nothing of them is text."""

    def array(items: list[SQL]) -> SQL:
        return exp.Array(expressions=items)

    def place(x: float, y: float) -> SQL:
        return exp.Tuple(expressions=[fn("toFloat64", num(x)), fn("toFloat64", num(y))])

    return array([array([array([place(x, y) for x, y in ring]) for ring in area]) for area in areas])


def _areas_of(field: typed.FieldRef) -> SQL:
    return exp.Column(this=exp.Identifier(this=f"{field.field.name}.polygons", quoted=True))


def topology(node: typed.Topology, context: Context) -> SQL:
    """Intersects, within, disjoint."""
    field, constant = node.operand, geo.constant(node.geometry)
    box, areas = geo.bounds(node.geometry), polygons(geo.constant(node.geometry))
    if geo.is_point(field):
        present = not_null(coordinate(field, "lon"))
        touching = both(geo.point_in_box(field, box, context), _point_test(field, constant, areas, context))
    else:
        present = not_null(coordinate(field, "west"))
        if not areas:
            raise UnsupportedGeometry("Shapes are compared with areas only.")
        name = "polygonsWithinCartesian" if node.relation is Relation.WITHIN else "polygonsIntersectCartesian"
        touching = both(geo.bounds_meet(field, box, context), fn(name, _areas_of(field), _literal(areas)))
    return geo.disjoint(present, touching) if node.relation is Relation.DISJOINT else touching


def _point_test(field: typed.FieldRef, constant: shapely.Geometry, areas: list[list[Ring]], context: Context) -> SQL:
    lon, lat = geo.point(field)
    if areas:
        place = fn("tuple", fn("ifNull", lon, num(_NOWHERE)), fn("ifNull", lat, num(_NOWHERE)))
        return fn("pointInPolygon", place, _literal(areas))
    if constant.geom_type == "Point":
        return both(op("=", lon, context.bind(constant.x)), op("=", lat, context.bind(constant.y)))
    raise UnsupportedGeometry("Points are compared with areas and points only.")


def in_box(node: typed.InBox, context: Context) -> SQL:
    """A point inside, a shape touching."""
    box = (node.west, node.south, node.east, node.north)
    if geo.is_point(node.operand):
        return geo.point_in_box(node.operand, box, context)
    return either(*(_shape_in_box(node, sides, context) for sides in geo.boxes(node.west, node.east)))


def _shape_in_box(node: typed.InBox, sides: tuple[float, float], context: Context) -> SQL:
    box = (sides[0], node.south, sides[1], node.north)
    touching = fn("polygonsIntersectCartesian", _areas_of(node.operand), _literal(polygons(shapely.box(*box))))
    inside = geo.bounds_inside(node.operand, box, context)
    return both(geo.bounds_meet(node.operand, box, context), either(inside, touching))


def within_distance(node: typed.WithinDistance, context: Context) -> SQL:
    """A point by haversine; an area by its nearest place in a plane true at the centre's latitude."""
    if geo.is_point(node.operand):
        return geo.within_distance(node, context)
    shrink = math.cos(math.radians(node.latitude))
    areas = polygons(shapely.Point(node.longitude * shrink, node.latitude).buffer(1e-9, quad_segs=1))
    distance = fn("polygonsDistanceCartesian", _flattened(_areas_of(node.operand), shrink, context), _literal(areas))
    reach = context.bind(math.degrees(node.metres / geo.RADIUS))
    return both(geo.bounds_meet(node.operand, geo.around(node), context), op("<=", distance, reach))


def _flattened(areas: SQL, shrink: float, context: Context) -> SQL:
    place = exp.to_identifier("t")
    x = op("*", fn("tupleElement", place, num(1)), context.bind(shrink))
    moved: SQL = fn("tuple", x, fn("tupleElement", place.copy(), num(2)))
    for name, inside in (("t", "r"), ("r", "p"), ("p", "")):
        moved = fn("arrayMap", exp.Lambda(this=moved, expressions=[exp.to_identifier(name)]), _over(inside, areas))
    return moved


def _over(name: str, areas: SQL) -> SQL:
    return exp.to_identifier(name) if name else areas
