"""Values: literals, fields, arithmetic and scalar functions."""

from __future__ import annotations

from collections.abc import Callable

from parvis.data.odsql import functions, syntax
from parvis.data.odsql.check import dates, geography
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.typed import (
    NUMBERS,
    TEMPORALS,
    Arithmetic,
    ChangeCase,
    DateFormat,
    DatePart,
    Expr,
    FieldRef,
    IfNull,
    JsonFormat,
    Length,
    Literal,
    Negate,
    Part,
    Type,
)

INT_LIMIT = 2**63


def value(scope: Scope, node: syntax.Node) -> Expr:
    """The typed value of a node. Raises ODSQLError when it is a condition, an aggregate or nothing of that kind."""
    match node:
        case syntax.Name():
            return name(scope, node)
        case syntax.Text():
            return Literal(node.value, Type.TEXT)
        case syntax.Number():
            return number(node)
        case syntax.Boolean():
            return Literal(node.value, Type.BOOLEAN)
        case syntax.Null():
            return Literal(None, Type.NULL)
        case syntax.DateText():
            return Literal(moment(scope, node).instants(scope.zone)[0], Type.DATETIME)
        case syntax.Unary():
            return negate(scope, node)
        case syntax.Binary():
            return arithmetic(scope, node)
        case syntax.Call():
            return call(scope, node)
        case _:
            raise scope.error("a value is expected here.", node.span)


def name(scope: Scope, node: syntax.Name) -> Expr:
    """A field, or an alias of select where the clause may use one."""
    if scope.find(node.name) is None and node.name in scope.outputs:
        return scope.outputs[node.name]
    return FieldRef(scope.field(node.name, node.span))


def number(node: syntax.Number) -> Literal:
    """A number; an integer beyond 64 bits becomes a double."""
    if isinstance(node.value, int) and -INT_LIMIT <= node.value < INT_LIMIT:
        return Literal(node.value, Type.INT)
    return Literal(float(node.value), Type.DOUBLE)


def moment(scope: Scope, node: syntax.DateText | syntax.Text) -> dates.Moment:
    """The period that a date literal covers."""
    found = dates.read(node.value)
    if found is None:
        hint = "write date'2026', date'2026-03', date'2026-03-15' or date'2026-03-15T08:00'"
        raise scope.error(f"Invalid date to parse: {node.value[:40]}.", node.span, hint=hint)
    return found


def negate(scope: Scope, node: syntax.Unary) -> Expr:
    """Minus a number."""
    operand = value(scope, node.operand)
    if operand.type not in NUMBERS:
        raise scope.error(f"minus works on numbers, not on {operand.type.value}.", node.span)
    return Negate(operand, operand.type)


def arithmetic(scope: Scope, node: syntax.Binary, operand: Callable[[Scope, syntax.Node], Expr] = value) -> Expr:
    """Sum, difference, product, quotient of numbers; ``operand`` reads each side."""
    left, right = operand(scope, node.left), operand(scope, node.right)
    for side, part in ((left, node.left), (right, node.right)):
        if side.type not in NUMBERS and side.type is not Type.NULL:
            raise scope.error(f"{node.op} works on numbers, not on {side.type.value}.", part.span)
    whole = node.op != "/" and left.type is right.type is Type.INT
    return Arithmetic(node.op, left, right, Type.INT if whole else Type.DOUBLE)


def call(scope: Scope, node: syntax.Call) -> Expr:
    """A scalar function."""
    function = functions.FUNCTIONS.get(node.function)
    if function is None:
        hint = functions.suggestion(node.function)
        raise scope.error(f"Unknown function: {node.function}().", node.span, hint=hint)
    if scope.clause not in function.clauses:
        raise scope.error(f"Function {node.function}() is not allowed in the current clause.", node.span)
    if node.function.startswith("vector_similarity"):
        raise scope.error(f"{node.function}() is not available: this portal has no semantic ranking.", node.span)
    build = SCALARS.get(node.function)
    if build is None:
        raise scope.error(f"{node.function}() cannot stand here.", node.span)
    return build(scope, node)


def arguments(scope: Scope, node: syntax.Call, least: int, most: int | None = None) -> tuple[syntax.Node, ...]:
    """The arguments, when there are as many as the function takes."""
    if not least <= len(node.arguments) <= (most or least) or node.distinct:
        form = functions.FUNCTIONS[node.function].form
        raise scope.error(f"{node.function}() is written {form}.", node.span)
    return node.arguments


def _text(scope: Scope, node: syntax.Call) -> Expr:
    (argument,) = arguments(scope, node, 1)
    operand = value(scope, argument)
    if operand.type is not Type.TEXT:
        raise scope.error(f"{node.function}() works on text, not on {operand.type.value}.", argument.span)
    return operand


def length(scope: Scope, node: syntax.Call) -> Expr:
    """``length(text)``."""
    return Length(_text(scope, node))


def change_case(scope: Scope, node: syntax.Call) -> Expr:
    """``lower(text)`` and ``upper(text)``."""
    return ChangeCase(_text(scope, node), upper=node.function == "upper")


def _temporal(scope: Scope, node: syntax.Call, argument: syntax.Node) -> Expr:
    operand = value(scope, argument)
    if operand.type not in TEMPORALS:
        raise scope.error(f"{node.function}() works on dates, not on {operand.type.value}.", argument.span)
    return operand


def date_part(scope: Scope, node: syntax.Call) -> Expr:
    """``year(date)`` and its siblings."""
    (argument,) = arguments(scope, node, 1)
    return DatePart(Part(node.function), _temporal(scope, node, argument))


def date_format(scope: Scope, node: syntax.Call) -> Expr:
    """``date_format(date, 'pattern')``."""
    argument, pattern = arguments(scope, node, 2)
    if not isinstance(pattern, syntax.Text):
        raise scope.error("date_format() takes a quoted pattern.", pattern.span)
    try:
        found = dates.pieces(pattern.value)
    except ValueError as error:
        raise scope.error(f"date_format(): {error}.", pattern.span) from error
    return DateFormat(_temporal(scope, node, argument), found)


def now(scope: Scope, node: syntax.Call) -> Expr:
    """``now(…)``: a constant."""
    changes: dict[str, int] = {}
    for argument in node.arguments:
        if not isinstance(argument, syntax.Named) or argument.name not in dates.NOW_ARGUMENTS:
            names = ", ".join(sorted(dates.NOW_ARGUMENTS))
            raise scope.error("now() takes named arguments.", argument.span, hint=f"one of {names}")
        if not isinstance(argument.value, syntax.Number) or not isinstance(argument.value.value, int):
            raise scope.error(f"now({argument.name}=…) takes a whole number.", argument.span)
        changes[argument.name] = argument.value.value
    try:
        return Literal(dates.shifted(scope.now, scope.zone, changes), Type.DATETIME)
    except ValueError as error:
        raise scope.error(f"{error}.", node.span) from error


def if_null(scope: Scope, node: syntax.Call) -> Expr:
    """``ifnull(value, alternative)``; the two have one type, or are both numbers."""
    first, second = arguments(scope, node, 2)
    operand, alternative = value(scope, first), value(scope, second)
    if operand.type in (Type.GEO_POINT, Type.GEO_SHAPE, Type.FILE):
        raise scope.error(f"ifnull() does not work on {operand.type.value}.", first.span)
    if isinstance(second, syntax.Text | syntax.DateText) and operand.type in TEMPORALS:
        start, _ = dates.bounds(moment(scope, second), operand.type.value, scope.zone)
        alternative = Literal(start, operand.type)
    both_numbers = operand.type in NUMBERS and alternative.type in NUMBERS
    if operand.type is not alternative.type and alternative.type is not Type.NULL and not both_numbers:
        what = f"{operand.type.value} and {alternative.type.value}"
        raise scope.error(f"ifnull() takes two values of one type, not {what}.", second.span)
    mixed = both_numbers and operand.type is not alternative.type
    return IfNull(operand, alternative, Type.DOUBLE if mixed else operand.type)


def json_format(scope: Scope, node: syntax.Call) -> Expr:
    """``json_format(text[, fallback])``."""
    first, *rest = arguments(scope, node, 1, 2)
    operand = value(scope, first)
    if operand.type not in (Type.TEXT, Type.JSON):
        raise scope.error(f"json_format() works on text, not on {operand.type.value}.", first.span)
    if not rest:
        return JsonFormat(operand)
    fallback = value(scope, rest[0])
    if not isinstance(fallback, Literal) or fallback.type not in (Type.TEXT, Type.NULL):
        raise scope.error("the fallback of json_format() is a quoted text or null.", rest[0].span)
    return JsonFormat(operand, has_fallback=True, fallback=None if fallback.value is None else str(fallback.value))


SCALARS: dict[str, Callable[[Scope, syntax.Call], Expr]] = {
    "length": length,
    "lower": change_case,
    "upper": change_case,
    **{part.value: date_part for part in Part},
    "date_format": date_format,
    "now": now,
    "ifnull": if_null,
    "json_format": json_format,
    "distance": geography.distance,
}
