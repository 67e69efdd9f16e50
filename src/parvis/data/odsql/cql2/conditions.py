"""Conditions of CQL2 to the typed tree. What ODSQL says alike is checked by ODSQL's own rules."""

from __future__ import annotations

from parvis.data.odsql import syntax
from parvis.data.odsql.check import comparisons, conditions, values, words
from parvis.data.odsql.cql2 import spatial, temporal
from parvis.data.odsql.cql2.scope import FilterScope
from parvis.data.odsql.typed import Always, And, Contains, Expr, FieldRef, Like, Not, Or, Type

MAX_PATTERN = 500
_CASE = ("casei", "lower", "upper", "tolower", "toupper")


def condition(scope: FilterScope, node: syntax.Node) -> Expr:
    """The typed condition of a node. Raises FilterError."""
    match node:
        case syntax.AllOf():
            return And(tuple(condition(scope, operand) for operand in node.operands))
        case syntax.AnyOf():
            return Or(tuple(condition(scope, operand) for operand in node.operands))
        case syntax.Negation():
            return Not(condition(scope, node.operand))
        case syntax.Boolean():
            return Always(node.value)
        case syntax.Comparison() if node.op == "like":
            return like(scope, node)
        case syntax.Comparison():
            return _comparison(scope, node)
        case syntax.In():
            return _member(scope, node)
        case syntax.Is():
            return conditions.identity(scope, syntax.Is(folded(node.left), node.value, node.negated, node.span))
        case syntax.Call():
            return _predicate(scope, node)
        case syntax.Name():
            return conditions.truth(scope, node)
        case _:
            raise scope.error("a condition is expected here.", node.span)


def _comparison(scope: FilterScope, node: syntax.Comparison) -> Expr:
    return comparisons.compare(scope, syntax.Comparison(node.op, folded(node.left), folded(node.right), node.span))


def _member(scope: FilterScope, node: syntax.In) -> Expr:
    if isinstance(node.right, tuple):
        return comparisons.member(scope, syntax.In(folded(node.left), tuple(map(folded, node.right)), node.span))
    return comparisons.member(scope, node)


def like(scope: FilterScope, node: syntax.Comparison) -> Expr:
    """``a LIKE 'form'``; CASEI on a side makes case indifferent."""
    left, ignore_case = _without_case(node.left)
    right, also = _without_case(node.right)
    if not isinstance(right, syntax.Text):
        raise scope.error("LIKE takes a quoted text.", right.span)
    return form(scope, left, right.value, ignore_case=ignore_case or also)


def form(scope: FilterScope, left: syntax.Node, pattern: str, *, ignore_case: bool = False) -> Expr:
    """The text of a node is of this form (see :class:`~parvis.data.odsql.typed.Like`)."""
    operand = values.value(scope, folded(left))
    if operand.type not in (Type.TEXT, Type.TEXT_LIST):
        raise scope.error(f"LIKE works on text, not on {operand.type.value}.", left.span)
    if len(pattern) > MAX_PATTERN:
        raise scope.error(f"a form of LIKE has at most {MAX_PATTERN} characters.", left.span)
    return Like(operand, pattern, ignore_case)


def _without_case(node: syntax.Node) -> tuple[syntax.Node, bool]:
    if isinstance(node, syntax.Call) and node.function == "casei" and len(node.arguments) == 1:
        return node.arguments[0], True
    return node, False


def folded(node: syntax.Node) -> syntax.Node:
    """The node with CASEI written as ``lower``, done at once on a constant."""
    if not isinstance(node, syntax.Call) or node.function not in _CASE or len(node.arguments) != 1:
        return node
    upper = node.function in ("upper", "toupper")
    inner = folded(node.arguments[0])
    if isinstance(inner, syntax.Text):
        return syntax.Text(inner.value.upper() if upper else inner.value.lower(), node.span)
    return syntax.Call("upper" if upper else "lower", (inner,), node.span)


def _predicate(scope: FilterScope, node: syntax.Call) -> Expr:
    if node.function in spatial.PREDICATES:
        return spatial.predicate(scope, node)
    if node.function in temporal.PREDICATES:
        return temporal.predicate(scope, node)
    if node.function == "any_text" and len(node.arguments) == 1 and isinstance(node.arguments[0], syntax.Text):
        return words.full_text(scope, node.arguments[0])
    if node.function == "bbox" and len(node.arguments) in (5, 7):
        box = syntax.Call("bbox", node.arguments[1:], node.span)
        return spatial.predicate(scope, syntax.Call("s_intersects", (node.arguments[0], box), node.span))
    if node.function == "a_contains":
        return _contains(scope, node)
    known = sorted([*spatial.PREDICATES, *temporal.PREDICATES])
    message = f"{node.function[:40].upper()}() is not a function of this server."
    raise scope.error(message, node.span, hint=f"functions: {', '.join(known)}, casei")


def _contains(scope: FilterScope, node: syntax.Call) -> Expr:
    """``A_CONTAINS(list, 'text', …)``: every text is an element of the list."""
    field = values.value(scope, node.arguments[0]) if node.arguments else None
    texts = [a.value for a in node.arguments[1:] if isinstance(a, syntax.Text)]
    if not isinstance(field, FieldRef) or field.type is not Type.TEXT_LIST or len(texts) + 1 != len(node.arguments):
        raise scope.error("A_CONTAINS() takes a list of text, then quoted texts.", node.span)
    return And(tuple(Contains(field, text) for text in texts))
