"""Output expressions: values, aggregates, and arithmetic between them."""

from __future__ import annotations

from parvis.data.odsql import functions, syntax
from parvis.data.odsql.check import values
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.typed import (
    NUMBERS,
    TEMPORALS,
    Aggregate,
    Arithmetic,
    Expr,
    FieldRef,
    Negate,
    Statistic,
    Type,
)

NAMES = frozenset(
    {"count", "sum", "avg", "median", "percentile", "min", "max", "envelope", "bbox", "stddev", "sumsquares"}
)
_GEO = {Type.GEO_POINT, Type.GEO_SHAPE}


def output(scope: Scope, node: syntax.Node) -> Expr:
    """A value that may hold aggregates."""
    if isinstance(node, syntax.Call) and node.function in NAMES:
        return aggregate(scope, node)
    if isinstance(node, syntax.Binary):
        return values.arithmetic(scope, node, output)
    if isinstance(node, syntax.Unary):
        operand = output(scope, node.operand)
        if operand.type not in NUMBERS:
            raise scope.error(f"minus works on numbers, not on {operand.type.value}.", node.span)
        return Negate(operand, operand.type)
    return values.value(scope, node)


def aggregate(scope: Scope, node: syntax.Call) -> Expr:
    """One statistic of a group."""
    if scope.clause not in functions.FUNCTIONS[node.function].clauses:
        raise scope.error(f"Function {node.function}() is not allowed in the current clause.", node.span)
    if node.function == "count":
        return _count(scope, node)
    if node.distinct:
        raise scope.error(f"DISTINCT goes with count(), not with {node.function}().", node.span)
    wanted = 2 if node.function == "percentile" else 1
    if len(node.arguments) != wanted or isinstance(node.arguments[0], syntax.Star):
        raise scope.error(f"{node.function}() is written {functions.FUNCTIONS[node.function].form}.", node.span)
    operand = values.value(scope, node.arguments[0])
    if node.function in ("envelope", "bbox"):
        return _spatial(scope, node, operand)
    return _statistic(scope, node, operand)


def _count(scope: Scope, node: syntax.Call) -> Expr:
    if len(node.arguments) > 1:
        raise scope.error("count() is written count(*), count(field) or count(distinct field).", node.span)
    argument = node.arguments[0] if node.arguments else None
    if argument is None or isinstance(argument, syntax.Star):
        return Aggregate(Statistic.COUNT, None, Type.INT)
    return Aggregate(Statistic.COUNT, values.value(scope, argument), Type.INT, distinct=node.distinct)


def _spatial(scope: Scope, node: syntax.Call, operand: Expr) -> Expr:
    accepted = {Type.GEO_POINT} if node.function == "envelope" else _GEO
    if not isinstance(operand, FieldRef) or operand.type not in accepted:
        raise scope.error(f"{node.function}() works on geo fields.", node.span)
    return Aggregate(Statistic(node.function), operand, Type.GEO_SHAPE)


def _statistic(scope: Scope, node: syntax.Call, operand: Expr) -> Expr:
    dates_too = node.function in ("min", "max")
    if operand.type not in NUMBERS and not (dates_too and operand.type in TEMPORALS):
        message = (
            f"StatAggregation only supports numeric or date expression, {node.function}() got {operand.type.value}."
        )
        raise scope.error(message, node.span)
    percent = _percent(scope, node.arguments[1]) if node.function == "percentile" else None
    whole = node.function in ("min", "max", "sum")
    return Aggregate(Statistic(node.function), operand, operand.type if whole else Type.DOUBLE, percent=percent)


def _percent(scope: Scope, node: syntax.Node) -> float:
    if not isinstance(node, syntax.Number) or not 0 <= node.value <= 100:
        raise scope.error("the second argument of percentile() is a number from 0 to 100.", node.span)
    return float(node.value)


def has_aggregate(expr: Expr) -> bool:
    """Whether an output holds an aggregate."""
    match expr:
        case Aggregate():
            return True
        case Arithmetic():
            return has_aggregate(expr.left) or has_aggregate(expr.right)
        case Negate():
            return has_aggregate(expr.operand)
        case _:
            return False
