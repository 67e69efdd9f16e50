"""Geography: constant geometries, distances and predicates on geo fields."""

from __future__ import annotations

import json
import math

import shapely

from parvis.core.fields import GEOGRAPHIC
from parvis.data.odsql import functions, syntax
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.typed import Distance, Expr, FieldRef, Geometry, InBox, Relation, Topology, Type, WithinDistance

MAX_VERTICES = 20_000


def geo_field(scope: Scope, call: syntax.Call) -> FieldRef:
    """The first argument, a geo field."""
    node = call.arguments[0] if call.arguments else None
    if not isinstance(node, syntax.Name):
        raise scope.error(f"{call.function}() is written {functions.FUNCTIONS[call.function].form}.", call.span)
    field = scope.field(node.name, node.span)
    if field.type not in GEOGRAPHIC:
        raise scope.error(f"{call.function}() works on geo fields; {node.name} is {field.type.value}.", node.span)
    return FieldRef(field)


def geometry(scope: Scope, call: syntax.Call, place: int) -> shapely.Geometry:
    """The constant geometry at that argument: WKT, GeoJSON or WKB in hexadecimal."""
    node = call.arguments[place] if place < len(call.arguments) else None
    if not isinstance(node, syntax.GeometryText | syntax.Text):
        form = functions.FUNCTIONS[call.function].form
        raise scope.error(
            f"{call.function}() is written {form}.", call.span, hint="a geometry is written geom'POINT(2.3 48.8)'"
        )
    found = _read(node.value.strip())
    if found is None or found.is_empty:
        raise scope.error("Invalid geometry.", node.span, hint="write WKT or GeoJSON, longitude first")
    if shapely.get_num_coordinates(found) > MAX_VERTICES:
        raise scope.error(f"this geometry has more than {MAX_VERTICES:,} vertices.", node.span)
    if not all(math.isfinite(c) for c in found.bounds):
        raise scope.error("Invalid geometry: coordinates are not finite.", node.span)
    return found


def _read(text: str) -> shapely.Geometry | None:
    try:
        if text.startswith("{"):
            values = json.loads(text)
            return shapely.from_geojson(json.dumps(values.get("geometry", values)))
        if text[:2] in ("00", "01"):
            return shapely.from_wkb(text)
        return shapely.from_wkt(text)
    except (shapely.errors.ShapelyError, ValueError, AttributeError, TypeError, RecursionError):
        return None


def point(scope: Scope, call: syntax.Call, place: int) -> tuple[float, float]:
    """The constant point at that argument: longitude, latitude."""
    found = geometry(scope, call, place)
    if found.geom_type != "Point":
        raise scope.error(f"{call.function}() measures from a point, not from a {found.geom_type}.", call.span)
    return found.x, found.y


def distance(scope: Scope, call: syntax.Call) -> Expr:
    """``distance(geo, geom)`` as a value in metres."""
    if len(call.arguments) != 2:
        raise scope.error("distance() is written distance(geo, geom).", call.span)
    field = geo_field(scope, call)
    if field.type is not Type.GEO_POINT:
        raise scope.error("distance() works on geo_point_2d fields.", call.span)
    return Distance(field, *point(scope, call, 1))


def within_distance(scope: Scope, call: syntax.Call) -> Expr:
    """``within_distance(geo, geom, 800m)``."""
    if len(call.arguments) != 3:
        raise scope.error(f"{call.function}() is written within_distance(geo, geom, distance).", call.span)
    reach = call.arguments[2]
    if isinstance(reach, syntax.Quantity) and reach.unit.lower() in functions.DISTANCES:
        metres = reach.value * functions.DISTANCES[reach.unit.lower()]
    elif isinstance(reach, syntax.Number):
        metres = reach.value
    else:
        units = " ".join(functions.DISTANCES)
        raise scope.error("the distance is a number with its unit.", reach.span, hint=f"units: {units}, as in 1km")
    return WithinDistance(geo_field(scope, call), *point(scope, call, 1), float(metres))


def topology(scope: Scope, call: syntax.Call) -> Expr:
    """``intersects``, ``disjoint``, ``within`` and the older ``polygon`` and ``geometry``."""
    relation = {"polygon": "within", "geometry": "intersects"}.get(call.function, call.function)
    expected = 2
    if call.function == "geometry" and len(call.arguments) == 3:
        expected, relation = 3, _mode(scope, call)
    if len(call.arguments) != expected:
        raise scope.error(f"{call.function}() is written {functions.FUNCTIONS[call.function].form}.", call.span)
    return Topology(Relation(relation), geo_field(scope, call), Geometry(shapely.to_wkb(geometry(scope, call, 1))))


def _mode(scope: Scope, call: syntax.Call) -> str:
    node = call.arguments[2]
    text = node.name if isinstance(node, syntax.Name) else node.value if isinstance(node, syntax.Text) else ""
    if text.lower() not in {relation.value for relation in Relation}:
        raise scope.error("the mode is INTERSECTS, DISJOINT or WITHIN.", node.span)
    return text.lower()


def in_bbox(scope: Scope, call: syntax.Call) -> Expr:
    """``in_bbox(geo, lat1, lon1, lat2, lon2)``: two opposite corners."""
    corners = call.arguments[1:]
    if len(corners) != 4:
        raise scope.error("in_bbox() is written in_bbox(geo, lat1, lon1, lat2, lon2).", call.span)
    numbers: list[float] = []
    for corner in corners:
        if not isinstance(corner, syntax.Number):
            raise scope.error("the corners of in_bbox() are numbers, latitude first.", corner.span)
        numbers.append(float(corner.value))
    return box(geo_field(scope, call), *numbers)


def box(field: FieldRef, lat1: float, lon1: float, lat2: float, lon2: float) -> InBox:
    """The box of two opposite corners; from south-west to north-east it may cross the antimeridian."""
    if lat1 > lat2:
        lat1, lat2 = lat2, lat1
        if lon1 > lon2:
            lon1, lon2 = lon2, lon1
    return InBox(field, lat1, lon1, lat2, lon2)


def old_bbox(scope: Scope, call: syntax.Call) -> Expr:
    """``bbox(geo, corner, corner)`` in where: the older in_bbox."""
    if len(call.arguments) != 3:
        raise scope.error("bbox() in where is written bbox(geo, geom, geom).", call.span, hint="prefer in_bbox()")
    lon1, lat1 = point(scope, call, 1)
    lon2, lat2 = point(scope, call, 2)
    return box(geo_field(scope, call), min(lat1, lat2), min(lon1, lon2), max(lat1, lat2), max(lon1, lon2))
