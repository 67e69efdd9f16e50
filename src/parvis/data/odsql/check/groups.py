"""Group keys."""

from __future__ import annotations

from itertools import pairwise

from parvis.data.odsql import functions, syntax
from parvis.data.odsql.check import comparisons, values
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.text import Version
from parvis.data.odsql.typed import (
    NUMBERS,
    TEMPORALS,
    DateRange,
    EqualRange,
    Expr,
    FieldRef,
    GeoCluster,
    Literal,
    StaticRange,
    Type,
    Unit,
)

_ALLOWED_CALLS = frozenset(
    {"lower", "upper", "date_format", "ifnull", "range", "geo_cluster"}
    | {"year", "quarter", "month", "day", "dayofweek", "hour", "minute", "second", "millisecond"}
)
# Only one of these can be a class: their lengths differ.
_SINGLE = {Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR}
MAX_BOUNDS = 200


def key(scope: Scope, node: syntax.Node) -> Expr:
    """One group key."""
    if isinstance(node, syntax.Call):
        if node.function == "range":
            return range_key(scope, node)
        if node.function == "geo_cluster":
            return geo_cluster(scope, node)
        if node.function in functions.NAMES and node.function not in _ALLOWED_CALLS:
            raise scope.error(f"Function {node.function}() is not allowed in the current clause.", node.span)
    elif not isinstance(node, syntax.Name):
        raise scope.error(
            "a field, a date part, date_format, lower, ifnull, range or geo_cluster is expected.", node.span
        )
    found = values.value(scope, node)
    if found.type in (Type.GEO_POINT, Type.GEO_SHAPE) and scope.version is not Version.V2_0:
        kind = "geo point" if found.type is Type.GEO_POINT else "geo shape"
        raise scope.error(
            f"Grouping on a {kind} field is impossible.", node.span, hint="group by geo_cluster(field, zoom)"
        )
    return found


def geo_cluster(scope: Scope, node: syntax.Call) -> Expr:
    """``geo_cluster(point, zoom[, radius])``."""
    field, zoom, *rest = values.arguments(scope, node, 2, 3)
    operand = values.value(scope, field)
    if not isinstance(operand, FieldRef) or operand.type is not Type.GEO_POINT:
        raise scope.error("geo_cluster() works on a geo_point_2d field.", field.span)
    if not isinstance(zoom, syntax.Number) or not 0 <= zoom.value <= 25:
        raise scope.error("the zoom of geo_cluster() is a whole number from 0 to 25.", zoom.span)
    radius = rest[0] if rest else syntax.Number(40, node.span)
    if not isinstance(radius, syntax.Number) or not 0 < radius.value <= 256:
        raise scope.error("the radius of geo_cluster() is a number of pixels from 1 to 256.", radius.span)
    return GeoCluster(operand, int(zoom.value), float(radius.value))


def range_key(scope: Scope, node: syntax.Call) -> Expr:
    """``range(field, …)`` in all its spellings."""
    if len(node.arguments) < 2 or len(node.arguments) > MAX_BOUNDS:
        raise scope.error(f"range() is written {functions.FUNCTIONS['range'].form}.", node.span)
    first, *rest = node.arguments
    operand = values.value(scope, first)
    if operand.type not in NUMBERS | TEMPORALS:
        raise scope.error(f"range() works on numbers and dates, not on {operand.type.value}.", first.span)
    if len(rest) == 1:
        return _single(scope, operand, rest[0], first)
    return _static(scope, operand, rest, first, node)


def _single(scope: Scope, operand: Expr, node: syntax.Node, place: syntax.Node) -> Expr:
    if isinstance(node, syntax.Brackets):
        return _static(scope, operand, list(node.bounds), place, node)
    if isinstance(node, syntax.Call) and node.function == "equi":
        return _equi(scope, operand, node)
    if isinstance(node, syntax.Quantity):
        return _duration(scope, operand, node)
    if isinstance(node, syntax.Number) and operand.type in NUMBERS:
        return EqualRange(operand, _step(scope, node))
    what = "a duration such as 1 day" if operand.type in TEMPORALS else "a number"
    raise scope.error(f"the width of the classes is {what}.", node.span)


def _step(scope: Scope, node: syntax.Node) -> float:
    if not isinstance(node, syntax.Number) or not 0 < node.value < 1e18:
        raise scope.error("the width of the classes is a number above 0.", node.span)
    return float(node.value)


def _equi(scope: Scope, operand: Expr, node: syntax.Call) -> Expr:
    step, *ends = node.arguments or (syntax.Star(node.span),)
    if isinstance(step, syntax.Quantity):
        return _duration(scope, operand, step)
    if operand.type not in NUMBERS:
        raise scope.error("EQUI takes a duration when the field is a date.", node.span)
    low, high = (_end(scope, ends[i]) if i < len(ends) else None for i in (0, 1))
    return EqualRange(operand, _step(scope, step), low, high)


def _end(scope: Scope, node: syntax.Node) -> float:
    if not isinstance(node, syntax.Number):
        raise scope.error("the ends of EQUI are numbers.", node.span)
    return float(node.value)


def _duration(scope: Scope, operand: Expr, node: syntax.Quantity) -> Expr:
    name = functions.DURATIONS.get(node.unit) or functions.DURATIONS.get(
        node.unit.lower() if len(node.unit) > 2 else ""
    )
    if operand.type not in TEMPORALS or name is None:
        raise scope.error(
            f"{node.unit} is not a unit of duration for this field.", node.span, hint="units: ms s m h d w M q y"
        )
    unit, count = Unit(name), node.value
    if not isinstance(count, int) or not 0 < count <= 1_000_000:
        raise scope.error("a duration is a whole number of units.", node.span)
    if unit in _SINGLE and count != 1:
        raise scope.error(f"only 1 {unit.value} can be a class.", node.span)
    return DateRange(operand, count, unit)


def _static(
    scope: Scope, operand: Expr, nodes: list[syntax.Node], place: syntax.Node, whole: syntax.Call | syntax.Brackets
) -> Expr:
    bounds: list[Literal | None] = []
    for position, node in enumerate(nodes):
        if isinstance(node, syntax.Star):
            if position not in (0, len(nodes) - 1):
                raise scope.error("* is the first or the last bound.", node.span)
            bounds.append(None)
        else:
            bounds.append(comparisons.constant(scope, operand, node, place))
    known = [b.value for b in bounds if b is not None]
    if not known or any(a >= b for a, b in pairwise(known)):  # type: ignore[operator]
        raise scope.error("the bounds of range() go up, one at least.", whole.span)
    if isinstance(whole, syntax.Brackets):
        # v2.0 spelling: an open bracket outwards leaves the end unbounded.
        if not whole.low_included and bounds[0] is not None:
            bounds.insert(0, None)
        if not whole.high_included and bounds[-1] is not None:
            bounds.append(None)
    if len(bounds) < 2:
        raise scope.error("range() needs two bounds at least.", whole.span, hint="* stands for no bound")
    return StaticRange(operand, tuple(bounds))
