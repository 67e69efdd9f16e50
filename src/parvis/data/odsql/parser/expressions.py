"""The grammar of expressions and conditions, one function a level, loosest first.

or < and < not < comparison, in, is < + - < * / < minus < literals, names, calls, parentheses.
Conditions and values share the grammar; the checker tells them apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from parvis.core.errors import Span
from parvis.data.odsql import functions
from parvis.data.odsql.lexer import Kind, Token
from parvis.data.odsql.parser.cursor import Cursor
from parvis.data.odsql.syntax import (
    AllOf,
    AnyOf,
    Binary,
    Boolean,
    Brackets,
    Call,
    Comparison,
    DateText,
    GeometryText,
    In,
    Is,
    Name,
    Named,
    Negation,
    Node,
    Null,
    Number,
    Pattern,
    Quantity,
    Star,
    Text,
    Unary,
)

# An IEEE double has no more digits before its point.
MAX_DIGITS = 308
_KEYWORDS = ("and", "or", "not", "in", "is", "like", "as", "asc", "desc")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", ":")


def disjunction(cursor: Cursor) -> Node:
    """``a or b or c``."""
    with cursor.nested():
        start = cursor.token.span.start
        operands = [conjunction(cursor)]
        while cursor.accept_word("or"):
            operands.append(conjunction(cursor))
        return operands[0] if len(operands) == 1 else AnyOf(tuple(operands), cursor.span_from(start))


def conjunction(cursor: Cursor) -> Node:
    """``a and b and c``."""
    start = cursor.token.span.start
    operands = [negation(cursor)]
    while cursor.accept_word("and"):
        operands.append(negation(cursor))
    return operands[0] if len(operands) == 1 else AllOf(tuple(operands), cursor.span_from(start))


def negation(cursor: Cursor) -> Node:
    """``not a``."""
    start = cursor.token.span.start
    if not cursor.accept_word("not"):
        return comparison(cursor)
    with cursor.nested():
        return Negation(negation(cursor), cursor.span_from(start))


def comparison(cursor: Cursor) -> Node:
    """``a = b``, ``a in …``, ``a is …`` or a bare value."""
    start = cursor.token.span.start
    left = additive(cursor)
    token = cursor.token
    if token.is_symbol(*_COMPARISONS):
        cursor.take()
        if token.value == ":" and cursor.token.is_symbol("[", "]"):
            return In(left, brackets(cursor), cursor.span_from(start))
        op = "=" if token.value == ":" else token.value
        return Comparison(op, left, additive(cursor), cursor.span_from(start))
    if cursor.accept_word("like"):
        return Comparison("like", left, additive(cursor), cursor.span_from(start))
    if token.is_word("in"):
        return membership(cursor, left, start)
    if cursor.accept_word("is"):
        return identity(cursor, left, start)
    return left


def membership(cursor: Cursor, left: Node, start: int) -> Node:
    """``left in …`` after ``left``; a function's result cannot be tested so."""
    token = cursor.take()
    if not isinstance(left, Name | Text):
        raise cursor.unexpected(token, hint="IN works on a field; compare a function with = and OR")
    if cursor.token.is_symbol("[", "]"):
        return In(left, brackets(cursor), cursor.span_from(start))
    if cursor.token.kind in (Kind.NAME, Kind.QUOTED_NAME):
        name = cursor.take()
        right = Name(name.value, name.span, name.kind is Kind.QUOTED_NAME)
        return In(left, right, cursor.span_from(start))
    cursor.expect_symbol("(")
    values = [additive(cursor)]
    while cursor.accept_symbol(","):
        values.append(additive(cursor))
    cursor.expect_symbol(")")
    return In(left, tuple(values), cursor.span_from(start))


def identity(cursor: Cursor, left: Node, start: int) -> Node:
    """``left is [not] null|true|false`` after ``is``."""
    negated = cursor.accept_word("not")
    token = cursor.token
    if not token.is_word("null", "true", "false"):
        raise cursor.unexpected(hint="null, true or false was expected")
    cursor.take()
    value = None if token.is_word("null") else token.is_word("true")
    return Is(left, value, negated, cursor.span_from(start))


def brackets(cursor: Cursor) -> Brackets:
    """``[a TO b]``, ``]a..b[`` or ``]10,50,100[``."""
    opening = cursor.take()
    bounds = [bound(cursor)]
    interval = cursor.token.is_word("to") or cursor.token.is_symbol("..")
    while cursor.accept_word("to") or cursor.accept_symbol("..", ","):
        bounds.append(bound(cursor))
    closing = cursor.token
    if not closing.is_symbol("[", "]"):
        raise cursor.unexpected(hint="an interval is written [a TO b] or [a..b]")
    cursor.take()
    if interval and len(bounds) != 2:
        raise cursor.unexpected(closing, hint="an interval has two bounds")
    low, high = opening.value == "[", closing.value == "]"
    return Brackets(tuple(bounds), low, high, interval, cursor.span_from(opening.span.start))


def bound(cursor: Cursor) -> Node:
    """A bound: a value, or ``*`` for none."""
    if cursor.token.is_symbol("*"):
        return Star(cursor.take().span)
    return additive(cursor)


def additive(cursor: Cursor) -> Node:
    """``a + b - c``, left to right."""
    return _chain(cursor, ("+", "-"), multiplicative)


def multiplicative(cursor: Cursor) -> Node:
    """``a * b / c``, left to right."""
    return _chain(cursor, ("*", "/"), unary)


def _chain(cursor: Cursor, symbols: tuple[str, ...], read: Callable[[Cursor], Node]) -> Node:
    start = cursor.token.span.start
    left = read(cursor)
    while cursor.token.is_symbol(*symbols):
        cursor.count_operator()
        op = cursor.take().value
        left = Binary(op, left, read(cursor), cursor.span_from(start))
    return left


def unary(cursor: Cursor) -> Node:
    """``-a``."""
    start = cursor.token.span.start
    if not cursor.accept_symbol("-"):
        return primary(cursor)
    with cursor.nested():
        operand = unary(cursor)
    span = cursor.span_from(start)
    if isinstance(operand, Number):
        return Number(-operand.value, span)
    return Unary(operand, span)


def primary(cursor: Cursor) -> Node:
    """A literal, a name, a call or parentheses."""
    token = cursor.token
    if token.kind is Kind.SYMBOL:
        return _symbol(cursor, token)
    if token.kind is Kind.NAME:
        return _word(cursor, token)
    if token.kind is Kind.NUMBER:
        return _number(cursor)
    if token.kind is Kind.END:
        raise cursor.unexpected()
    cursor.take()
    if token.kind is Kind.STRING:
        return Text(token.value, token.span)
    if token.kind is Kind.DATE:
        return DateText(token.value, token.span)
    if token.kind is Kind.GEOMETRY:
        return GeometryText(token.value, token.span)
    return Name(token.value, token.span, quoted=True)


def _symbol(cursor: Cursor, token: Token) -> Node:
    if token.value == "(":
        cursor.take()
        inner = disjunction(cursor)
        cursor.expect_symbol(")")
        return inner
    raise cursor.unexpected()


def _word(cursor: Cursor, token: Token) -> Node:
    word = token.value.lower()
    if word in ("true", "false"):
        cursor.take()
        return Boolean(word == "true", token.span)
    if word == "null":
        cursor.take()
        return Null(token.span)
    if word in _KEYWORDS:
        raise cursor.unexpected(hint=f"write `{token.value}` with back quotes if it is a field")
    if cursor.ahead().is_symbol("("):
        return call(cursor)
    cursor.take()
    return Name(token.value, token.span)


def _number(cursor: Cursor) -> Node:
    token = cursor.take()
    value = _magnitude(cursor, token)
    unit = cursor.token
    if unit.kind is Kind.NAME and unit.value.lower() in functions.UNITS:
        cursor.take()
        return Quantity(value, unit.value, Span(token.span.start, unit.span.end))
    if unit.kind is Kind.NAME and unit.span.start == token.span.end:
        raise cursor.unexpected(hint=f"write `{token.value}{unit.value}` with back quotes if it is a field")
    return Number(value, token.span)


def _magnitude(cursor: Cursor, token: Token) -> int | float:
    whole = token.value.isdigit()
    value = float(token.value)
    if math.isinf(value) or len(token.value) > MAX_DIGITS:
        raise cursor.unexpected(token, hint="this number is too large")
    return int(token.value) if whole else value


def call(cursor: Cursor) -> Node:
    """``function(arguments)``. In ``where`` an unknown function is an unexpected parenthesis."""
    name = cursor.take()
    function = name.value.lower()
    if cursor.clause in ("where", "facet") and function not in functions.NAMES:
        hint = functions.suggestion(function)
        raise cursor.unexpected(hint=hint or f"there is no function {name.value}")
    cursor.expect_symbol("(")
    distinct = cursor.token.is_word("distinct") and not cursor.ahead().is_symbol(",", ")")
    if distinct:
        cursor.take()
    arguments: list[Node] = []
    if not cursor.token.is_symbol(")"):
        arguments.append(argument(cursor, function))
        while cursor.accept_symbol(","):
            arguments.append(argument(cursor, function))
    cursor.expect_symbol(")")
    return Call(function, tuple(arguments), cursor.span_from(name.span.start), distinct)


def argument(cursor: Cursor, function: str) -> Node:
    """One argument: ``*``, a pattern, a named value, brackets or an expression."""
    token = cursor.token
    if function in functions.PATTERN_FUNCTIONS:
        return _pattern(cursor)
    if token.is_symbol("*"):
        cursor.take()
        return Star(token.span)
    if token.is_symbol("[", "]"):
        return brackets(cursor)
    if function in functions.NAMED_FUNCTIONS and token.kind is Kind.NAME and cursor.ahead().is_symbol("="):
        cursor.take()
        cursor.take()
        return Named(token.value.lower(), additive(cursor), cursor.span_from(token.span.start))
    return disjunction(cursor)


def _pattern(cursor: Cursor) -> Node:
    token = cursor.token
    if token.kind not in (Kind.NAME, Kind.QUOTED_NAME):
        raise cursor.unexpected(hint="a field name, with a trailing * for a prefix, was expected")
    cursor.take()
    prefix = cursor.accept_symbol("*")
    return Pattern(token.value, prefix, cursor.span_from(token.span.start))
