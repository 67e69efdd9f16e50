"""Spatial functions of CQL2: a geographic property and a constant geometry."""

from __future__ import annotations

from typing import TypeGuard

import shapely

from parvis.core.fields import GEOGRAPHIC
from parvis.data.odsql import syntax
from parvis.data.odsql.check import geography
from parvis.data.odsql.cql2.scope import FilterScope, Place
from parvis.data.odsql.typed import Expr, FieldRef, Geometry, InBox, Relation, Topology, Type

GEOMETRY = ("geometry", "geom", "the_geom")
PREDICATES = ("s_intersects", "s_within", "s_disjoint")
_RELATIONS = {
    "s_intersects": Relation.INTERSECTS,
    "s_within": Relation.WITHIN,
    "s_disjoint": Relation.DISJOINT,
}


def predicate(scope: FilterScope, node: syntax.Call) -> Expr:
    """``S_INTERSECTS(property, geometry)`` and its siblings; intersects and disjoint take either order."""
    if len(node.arguments) != 2:
        raise scope.error(f"{node.function.upper()} takes a property and a geometry.", node.span)
    first, second = node.arguments
    if not isinstance(first, syntax.Name) and node.function != "s_within":
        first, second = second, first
    if not isinstance(first, syntax.Name):
        raise scope.error(f"{node.function.upper()} takes a property and a geometry.", node.span)
    relation = _RELATIONS[node.function]
    if scope.place is not None and scope.find(first.name) is None and first.name.lower() in GEOMETRY:
        return _placed(scope, scope.place, relation, second)
    return related(scope, field(scope, first), relation, second)


def _placed(scope: FilterScope, place: Place, relation: Relation, node: syntax.Node) -> Expr:
    try:
        return place(relation, _constant(scope, relation, node))
    except ValueError as error:
        raise scope.error(f"{error}.", node.span) from error


def _constant(scope: FilterScope, relation: Relation, node: syntax.Node) -> shapely.Geometry:
    if _is_box(node):
        return shapely.box(*_box(scope, node))
    return geography.geometry(scope, syntax.Call(relation.value, (node, node), node.span), 1)


def field(scope: FilterScope, node: syntax.Name) -> FieldRef:
    """A geographic property; ``geometry`` is the geometry of the feature where no field has that name."""
    chosen = scope.geometry_field()
    if scope.find(node.name) is None and node.name.lower() in GEOMETRY and chosen is not None:
        return FieldRef(chosen)
    found = scope.field(node.name, node.span)
    if found.type not in GEOGRAPHIC:
        raise scope.error(f"{node.name} is {found.type.value}, not a geometry.", node.span)
    return FieldRef(found)


def related(scope: FilterScope, operand: FieldRef, relation: Relation, node: syntax.Node) -> Expr:
    """A field in a relation to a constant."""
    if _is_box(node) and scope.to_wgs84 is None and relation is Relation.INTERSECTS:
        west, south, east, north = _box(scope, node)
        return InBox(operand, south, west, north, east)
    return _topology(scope, operand, relation, _constant(scope, relation, node), node)


def _topology(
    scope: FilterScope, operand: FieldRef, relation: Relation, shape: shapely.Geometry, node: syntax.Node
) -> Expr:
    try:
        found = shape if scope.to_wgs84 is None else scope.to_wgs84(shape)
    except ValueError as error:
        raise scope.error(f"{error}.", node.span) from error
    if operand.type is Type.GEO_POINT and relation is Relation.WITHIN and found.geom_type == "Point":
        # A point is within the very same point; planar tests of two points may say otherwise.
        relation = Relation.INTERSECTS
    return Topology(relation, operand, Geometry(shapely.to_wkb(shapely.force_2d(found))))


def _is_box(node: syntax.Node) -> TypeGuard[syntax.Call]:
    return isinstance(node, syntax.Call) and node.function == "bbox"


def _box(scope: FilterScope, node: syntax.Call) -> tuple[float, float, float, float]:
    numbers = [a.value for a in node.arguments if isinstance(a, syntax.Number)]
    if len(numbers) != len(node.arguments) or len(numbers) not in (4, 6):
        raise scope.error("BBOX takes four numbers: west, south, east, north.", node.span)
    if len(numbers) == 6:
        numbers = [numbers[0], numbers[1], numbers[3], numbers[4]]
    west, south, east, north = map(float, numbers)
    if south > north:
        raise scope.error("the south of a BBOX is not above its north.", node.span)
    return west, south, east, north
