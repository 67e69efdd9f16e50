"""Conditions: boolean logic, tests and predicates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parvis.data.odsql import functions, syntax
from parvis.data.odsql.check import comparisons, geography, values, words
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.typed import Always, And, Compare, Expr, IsNull, IsTrue, Literal, Not, Or, Type


def condition(scope: Scope, node: syntax.Node) -> Expr:
    """The typed condition of a node. Raises ODSQLError when it is not one."""
    match node:
        case syntax.AllOf():
            return And(tuple(condition(scope, operand) for operand in node.operands))
        case syntax.AnyOf():
            return Or(tuple(condition(scope, operand) for operand in node.operands))
        case syntax.Negation():
            return Not(condition(scope, node.operand))
        case syntax.Comparison():
            return comparisons.compare(scope, node)
        case syntax.In():
            return comparisons.member(scope, node)
        case syntax.Is():
            return identity(scope, node)
        case syntax.Text():
            return words.full_text(scope, node)
        case syntax.Boolean():
            return Always(node.value)
        case syntax.Call() if node.function in PREDICATES:
            return predicate(scope, node)
        case syntax.Name():
            return truth(scope, node)
        case _:
            raise scope.error("a condition is expected here.", node.span)


def every(conditions: Sequence[Expr]) -> Expr:
    """All the conditions; true when there is none."""
    if not conditions:
        return Always(True)
    return conditions[0] if len(conditions) == 1 else And(tuple(conditions))


def truth(scope: Scope, node: syntax.Node) -> Expr:
    """A boolean field alone."""
    found = values.value(scope, node)
    if found.type is not Type.BOOLEAN:
        hint = "compare it, or test IS NOT NULL"
        raise scope.error(f"only a boolean field is a condition; this is {found.type.value}.", node.span, hint=hint)
    return IsTrue(found)


def identity(scope: Scope, node: syntax.Is) -> Expr:
    """``is [not] null``, ``is [not] true``."""
    left = values.value(scope, node.left)
    if node.value is None:
        return Not(IsNull(left)) if node.negated else IsNull(left)
    if left.type is not Type.BOOLEAN:
        raise scope.incompatible(f"{left.type.value} is neither true nor false", node.span)
    test: Expr = IsTrue(left) if node.value else Compare("=", left, Literal(False, Type.BOOLEAN))
    return Not(test) if node.negated else test


def predicate(scope: Scope, node: syntax.Call) -> Expr:
    """A function that is a condition."""
    if scope.clause not in functions.FUNCTIONS[node.function].clauses:
        raise scope.error(f"Function {node.function}() is not allowed in the current clause.", node.span)
    return PREDICATES[node.function](scope, node)


def _unavailable(scope: Scope, node: syntax.Call) -> Expr:
    raise scope.error(f"{node.function}() is not available: this portal has no semantic search.", node.span)


PREDICATES: dict[str, Callable[[Scope, syntax.Call], Expr]] = {
    "search": words.search,
    "suggest": words.suggest,
    "startswith": words.starts_with,
    "within_distance": geography.within_distance,
    "distance": geography.within_distance,
    "in_bbox": geography.in_bbox,
    "bbox": geography.old_bbox,
    "intersects": geography.topology,
    "disjoint": geography.topology,
    "within": geography.topology,
    "geometry": geography.topology,
    "polygon": geography.topology,
    "vector_similarity_threshold": _unavailable,
}
