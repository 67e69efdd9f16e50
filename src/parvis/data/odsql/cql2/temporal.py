"""Temporal functions of CQL2 between a date property and a constant date or interval."""

from __future__ import annotations

from parvis.data.odsql import syntax
from parvis.data.odsql.check import comparisons, values
from parvis.data.odsql.cql2.scope import FilterScope
from parvis.data.odsql.typed import TEMPORALS, And, Expr, IsNull, Not

PREDICATES = ("t_after", "t_before", "t_during", "t_equals", "t_intersects", "t_disjoint")
_MIRROR = {"t_after": "t_before", "t_before": "t_after"}


def predicate(scope: FilterScope, node: syntax.Call) -> Expr:
    """``T_AFTER(property, DATE('…'))`` and its siblings; the constant may be an INTERVAL."""
    if len(node.arguments) != 2:
        raise scope.error(f"{node.function.upper()} takes a property and a date or an interval.", node.span)
    name, (first, second) = node.function, node.arguments
    if _is_constant(first) and name != "t_during":
        name, first, second = _MIRROR.get(name, name), second, first
    operand = values.value(scope, first)
    if operand.type not in TEMPORALS or not _is_constant(second):
        raise scope.error(f"{node.function.upper()} takes a date property and a constant.", node.span)
    low, high = _ends(scope, second)
    return _related(scope, name, first, low, high, node)


def _is_constant(node: syntax.Node) -> bool:
    return isinstance(node, syntax.DateText) or (isinstance(node, syntax.Call) and node.function == "interval")


def _ends(scope: FilterScope, node: syntax.Node) -> tuple[syntax.Node, syntax.Node]:
    if not isinstance(node, syntax.Call):
        return node, node
    ends = [end for argument in node.arguments if (end := _end(argument)) is not None]
    if len(ends) != 2 or len(node.arguments) != 2:
        raise scope.error("INTERVAL takes two dates; '..' leaves an end open.", node.span)
    return ends[0], ends[1]


def _end(node: syntax.Node) -> syntax.Node | None:
    if isinstance(node, syntax.Text):
        return syntax.Star(node.span) if node.value in ("..", "") else syntax.DateText(node.value, node.span)
    return node if isinstance(node, syntax.DateText | syntax.Star) else None


def _related(
    scope: FilterScope, name: str, place: syntax.Node, low: syntax.Node, high: syntax.Node, node: syntax.Call
) -> Expr:
    if name == "t_after":
        return _compared(scope, place, ">", high, node)
    if name == "t_before":
        return _compared(scope, place, "<", low, node)
    whole = name != "t_during"
    brackets = syntax.Brackets((low, high), whole, whole, True, node.span)
    inside = comparisons.member(scope, syntax.In(place, brackets, node.span))
    if name != "t_disjoint":
        return inside
    return And((Not(IsNull(values.value(scope, place))), Not(inside)))


def _compared(scope: FilterScope, place: syntax.Node, op: str, end: syntax.Node, node: syntax.Call) -> Expr:
    if isinstance(end, syntax.Star):
        raise scope.error(f"nothing is {'after' if op == '>' else 'before'} an interval without end.", node.span)
    return comparisons.compare(scope, syntax.Comparison(op, place, end, node.span))
