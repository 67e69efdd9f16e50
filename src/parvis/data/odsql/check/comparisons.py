"""Comparisons: which types meet, and how a literal is read against the field it meets."""

from __future__ import annotations

from datetime import date, datetime

from parvis.data.odsql import syntax
from parvis.data.odsql.check import dates, values, words
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.text import Version
from parvis.data.odsql.typed import (
    NUMBERS,
    TEMPORALS,
    And,
    Compare,
    Contains,
    DatePart,
    Expr,
    FieldRef,
    IsNull,
    Literal,
    Not,
    OneOf,
    Or,
    Type,
    Within,
)

_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_UNCOMPARABLE = {Type.GEO_POINT, Type.GEO_SHAPE, Type.FILE}
_CONSTANTS = (syntax.Text, syntax.Number, syntax.Boolean, syntax.DateText, syntax.Null)


def compare(scope: Scope, node: syntax.Comparison) -> Expr:
    """``left op right``, and ``like``."""
    if node.op == "like":
        if not isinstance(node.right, syntax.Text):
            raise scope.error("LIKE takes a quoted text.", node.right.span)
        return words.like(scope, values.value(scope, node.left), node.right)
    if isinstance(node.left, _CONSTANTS) and not isinstance(node.right, _CONSTANTS):
        return against(scope, values.value(scope, node.right), _MIRROR.get(node.op, node.op), node.left, node)
    return against(scope, values.value(scope, node.left), node.op, node.right, node)


def against(scope: Scope, left: Expr, op: str, right: syntax.Node, node: syntax.Comparison) -> Expr:
    """A value compared with what a node says, read in the terms of that value."""
    if isinstance(right, syntax.Null):
        raise scope.error("nothing compares with null.", node.span, hint="write IS NULL or IS NOT NULL")
    if left.type in _UNCOMPARABLE:
        raise scope.incompatible(f"{_named(left)} is {left.type.value} and cannot be compared", node.span)
    if left.type is Type.TEXT_LIST:
        return _element(scope, left, op, right, node)
    if left.type in TEMPORALS and isinstance(right, syntax.Text | syntax.DateText | syntax.Number):
        return _temporal(scope, left, op, right, node)
    other = _converted(scope, left, values.value(scope, right))
    if not _meet(left.type, other.type):
        what = f"{_named(left)} is {left.type.value}, it is compared with {other.type.value}"
        raise scope.incompatible(what, node.span, hint=_hint(left.type))
    if left.type is Type.BOOLEAN and op not in ("=", "!="):
        raise scope.incompatible("booleans are only equal or different", node.span)
    return Compare(op, left, other)


def _meet(left: Type, right: Type) -> bool:
    if left in NUMBERS or left in TEMPORALS:
        return right in (NUMBERS if left in NUMBERS else TEMPORALS)
    texts = {Type.TEXT, Type.JSON}
    return left is right or {left, right} <= texts


def _hint(type_: Type) -> str | None:
    if type_ in TEMPORALS:
        return "write a date literal, such as date'2026-03-15'"
    if type_ in NUMBERS:
        return "write the number without quotes"
    return "write the text between quotes" if type_ is Type.TEXT else None


def _named(left: Expr) -> str:
    return left.field.name if isinstance(left, FieldRef) else "the left side"


def _converted(scope: Scope, left: Expr, right: Expr) -> Expr:
    """In v2.0 the parts of a date were texts: their digits are read as numbers."""
    parts = isinstance(left, DatePart) and isinstance(right, Literal) and scope.version is not Version.V2_1
    if parts and isinstance(right, Literal) and isinstance(right.value, str) and right.value.isdecimal():
        return Literal(int(right.value[:18]), Type.INT)
    return right


def _element(scope: Scope, left: Expr, op: str, right: syntax.Node, node: syntax.Comparison) -> Expr:
    """A list of text: ``=`` when one element is equal, ``!=`` when none is."""
    if not isinstance(left, FieldRef) or not isinstance(right, syntax.Text) or op not in ("=", "!="):
        what = f"{_named(left)} is a list of text: it is = or != to a quoted text"
        raise scope.incompatible(what, node.span)
    contains = Contains(left, right.value)
    return contains if op == "=" else And((Not(IsNull(left)), Not(contains)))


def _temporal(
    scope: Scope,
    left: Expr,
    op: str,
    right: syntax.Text | syntax.DateText | syntax.Number,
    node: syntax.Comparison,
) -> Expr:
    """A date against a literal: equality covers the period that a partial date names."""
    moment = _moment(scope, left, right, node)
    start, end = dates.bounds(moment, left.type.value, scope.zone)
    low = literal(start)
    if op in ("=", "!="):
        same: Expr = Compare("=", left, low) if start == end else Within(left, low, literal(end), True, False)
        if left.type is Type.DATE and moment.days()[0] == _before(end):
            same = Compare("=", left, low)
        return same if op == "=" else And((Not(IsNull(left)), Not(same)))
    return Compare(op, left, low)


def _moment(
    scope: Scope, left: Expr, right: syntax.Text | syntax.DateText | syntax.Number, node: syntax.Comparison
) -> dates.Moment:
    if isinstance(right, syntax.DateText):
        return values.moment(scope, right)
    if isinstance(right, syntax.Text) and dates.is_complete(right.value):
        return values.moment(scope, right)
    if isinstance(right, syntax.Number) and isinstance(right.value, int) and 1000 <= right.value <= 9999:
        return values.moment(scope, syntax.DateText(str(right.value), right.span))
    other = "text" if isinstance(right, syntax.Text) else "a number"
    what = f"{_named(left)} is {left.type.value}, it is compared with {other}"
    raise scope.incompatible(what, node.span, hint=_hint(left.type))


def _before(end: date | datetime) -> date:
    return date.fromordinal(max(1, end.toordinal() - 1))


def literal(found: date | datetime | str | int | float | bool) -> Literal:
    """A literal of the type of a Python value."""
    if isinstance(found, datetime):
        return Literal(found, Type.DATETIME)
    if isinstance(found, date):
        return Literal(found, Type.DATE)
    if isinstance(found, bool):
        return Literal(found, Type.BOOLEAN)
    if isinstance(found, int | float):
        return Literal(found, Type.INT if isinstance(found, int) else Type.DOUBLE)
    return Literal(found, Type.TEXT)


def constant(scope: Scope, left: Expr, node: syntax.Node, place: syntax.Node) -> Literal:
    """One literal of a list or a bound of an interval, in the terms of the value it is tested against."""
    if left.type in TEMPORALS and isinstance(node, syntax.Text | syntax.DateText | syntax.Number):
        shell = syntax.Comparison("=", place, node, node.span)
        return literal(dates.bounds(_moment(scope, left, node, shell), left.type.value, scope.zone)[0])
    found = values.value(scope, node)
    if not isinstance(found, Literal):
        raise scope.error("a constant is expected here.", node.span)
    wanted = Type.TEXT if left.type is Type.TEXT_LIST else left.type
    if not _meet(wanted, found.type):
        what = f"{_named(left)} is {wanted.value}, it is compared with {found.type.value}"
        raise scope.incompatible(what, node.span, hint=_hint(wanted))
    return found


def member(scope: Scope, node: syntax.In) -> Expr:
    """``field in (a, b)``, ``field in [a..b]``, ``"a" in field``."""
    if isinstance(node.right, syntax.Name):
        return _contained(scope, node, node.right)
    left = values.value(scope, node.left)
    if left.type in _UNCOMPARABLE:
        raise scope.incompatible(f"{_named(left)} is {left.type.value} and cannot be compared", node.span)
    if isinstance(node.right, syntax.Brackets):
        return interval(scope, left, node.left, node.right)
    if left.type in TEMPORALS:
        return _dates_in(scope, left, node)
    return OneOf(left, tuple(constant(scope, left, item, node.left) for item in node.right))


def _dates_in(scope: Scope, left: Expr, node: syntax.In) -> Expr:
    assert isinstance(node.right, tuple)
    found = [against(scope, left, "=", item, syntax.Comparison("=", node.left, item, item.span)) for item in node.right]
    return found[0] if len(found) == 1 else Or(tuple(found))


def _contained(scope: Scope, node: syntax.In, right: syntax.Name) -> Expr:
    field = values.value(scope, right)
    if not isinstance(node.left, syntax.Text):
        raise scope.error("the left side of IN is a quoted text when the right side is a field.", node.left.span)
    if isinstance(field, FieldRef) and field.type is Type.TEXT_LIST:
        return Contains(field, node.left.value)
    if field.type is Type.TEXT:
        return Compare("=", field, Literal(node.left.value, Type.TEXT))
    raise scope.incompatible(f"{right.name} is {field.type.value}, a text is looked for in it", node.span)


def interval(scope: Scope, left: Expr, place: syntax.Node, brackets: syntax.Brackets) -> Expr:
    """``[a..b]``: for dates, an included upper bound covers the period that it names."""
    if not brackets.interval or len(brackets.bounds) != 2:
        raise scope.error("an interval has two bounds.", brackets.span, hint="write [a TO b] or [a..b]")
    if left.type in (Type.TEXT_LIST, Type.BOOLEAN):
        raise scope.incompatible(f"{_named(left)} is {left.type.value}: it has no intervals", brackets.span)
    low_node, high_node = brackets.bounds
    low = None if isinstance(low_node, syntax.Star) else constant(scope, left, low_node, place)
    high, included = None, brackets.high_included
    if not isinstance(high_node, syntax.Star):
        high = constant(scope, left, high_node, place)
        if included and left.type in TEMPORALS and isinstance(high_node, syntax.DateText | syntax.Text):
            high, included = _end(scope, left, values.moment(scope, high_node))
    return Within(left, low, high, brackets.low_included, included)


def _end(scope: Scope, left: Expr, moment: dates.Moment) -> tuple[Literal, bool]:
    start, end = dates.bounds(moment, left.type.value, scope.zone)
    return (literal(end), False) if end > start else (literal(start), True)
