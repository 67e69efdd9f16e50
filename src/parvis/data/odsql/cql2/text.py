"""CQL2 text to the syntax tree."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from parvis.core.errors import Span
from parvis.data.odsql import syntax
from parvis.data.odsql.cql2.lexer import tokens
from parvis.data.odsql.filters.errors import FilterError
from parvis.data.odsql.filters.tokens import Token

MAX_DEPTH = 40
MAX_OPERATORS = 100
LONGEST_INTEGER = 18
SHAPES = frozenset(
    ("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION")
)
_COMPARISONS = {"=": "=", "<>": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_UNSUPPORTED = {"%": "the remainder", "^": "the power"}


def parse(text: str, parameter: str = "filter") -> syntax.Node:
    """The syntax tree of a filter. Raises FilterError with the place of what cannot be read."""
    parser = Parser(text, parameter)
    found = parser.condition()
    if parser.token.kind != "end":
        raise parser.unexpected("AND, OR or the end")
    return found


class Parser:
    """A position in the tokens of a filter."""

    def __init__(self, text: str, parameter: str = "filter") -> None:
        self.text = text
        self.parameter = parameter
        self._tokens = tokens(text, parameter)
        self._at = self._depth = self._operators = 0

    @property
    def token(self) -> Token:
        """The token to read next."""
        return self._tokens[self._at]

    def condition(self) -> syntax.Node:
        """Operands joined by OR."""
        self._deeper()
        found = self._joined(self._conjunction, "OR", syntax.AnyOf)
        self._depth -= 1
        return found

    def unexpected(self, wanted: str) -> FilterError:
        """The error of the token that stands where something else should."""
        token = self.token
        what = "the end" if token.kind == "end" else repr(self.text[token.span.start : token.span.end][:40])
        return self._error(f"{what} stands where {wanted} is expected.", token.span)

    # -------------------------------------------------------------- conditions

    def _conjunction(self) -> syntax.Node:
        return self._joined(self._negation, "AND", syntax.AllOf)

    def _joined(
        self, operand: Callable[[], syntax.Node], word: str, kind: type[syntax.AllOf] | type[syntax.AnyOf]
    ) -> syntax.Node:
        found = [operand()]
        while self.token.is_keyword(word):
            self._take()
            found.append(operand())
        return found[0] if len(found) == 1 else kind(tuple(found), _around(found[0], found[-1]))

    def _negation(self) -> syntax.Node:
        if not self.token.is_keyword("NOT"):
            return self._predicate()
        start = self._take().span.start
        self._deeper()
        operand = self._negation()
        self._depth -= 1
        return syntax.Negation(operand, Span(start, operand.span.end))

    def _predicate(self) -> syntax.Node:
        left = self._sum() if not self.token.is_symbol("(") else self._parenthesis()
        token = self.token
        if token.kind == "symbol" and token.value in _COMPARISONS:
            self._take()
            right = self._sum()
            return syntax.Comparison(_COMPARISONS[token.value], left, right, _around(left, right))
        if token.is_keyword("IS"):
            return self._null(left)
        negated = self._accept_word("NOT") and token.is_keyword("NOT")
        found = self._test(left)
        if found is None:
            if negated:
                raise self.unexpected("LIKE, BETWEEN or IN")
            return left
        return syntax.Negation(found, found.span) if negated else found

    def _parenthesis(self) -> syntax.Node:
        """A condition in parentheses, or a sum that begins with one."""
        self._take()
        inner = self.condition()
        self._expect(")")
        return self._sum(inner) if isinstance(inner, _VALUES) else inner

    def _null(self, left: syntax.Node) -> syntax.Node:
        self._take()
        negated = self._accept_word("NOT")
        if not self.token.is_keyword("NULL"):
            raise self.unexpected("NULL")
        return syntax.Is(left, None, negated, Span(left.span.start, self._take().span.end))

    def _test(self, left: syntax.Node) -> syntax.Node | None:
        if self._accept_word("LIKE"):
            right = self._value()
            return syntax.Comparison("like", left, right, _around(left, right))
        if self._accept_word("BETWEEN"):
            low = self._sum()
            if not self._accept_word("AND"):
                raise self.unexpected("AND")
            high = self._sum()
            span = _around(left, high)
            return syntax.In(left, syntax.Brackets((low, high), True, True, True, span), span)
        if self._accept_word("IN"):
            self._expect("(")
            values = [self._value()]
            while self._accept_symbol(","):
                values.append(self._value())
            return syntax.In(left, tuple(values), Span(left.span.start, self._expect(")").span.end))
        return None

    # -------------------------------------------------------------- values

    def _sum(self, first: syntax.Node | None = None) -> syntax.Node:
        found = self._product(first)
        while self.token.is_symbol("+", "-"):
            found = self._binary(found, self._product)
        return found

    def _product(self, first: syntax.Node | None = None) -> syntax.Node:
        found = first if first is not None else self._value()
        while self.token.is_symbol("*", "/", "%", "^") or self.token.is_keyword("DIV"):
            if self.token.value not in ("*", "/"):
                what = _UNSUPPORTED.get(self.token.value, "whole division")
                raise self._error(f"{what} is not available.", self.token.span)
            found = self._binary(found, self._value)
        return found

    def _binary(self, left: syntax.Node, operand: Callable[[], syntax.Node]) -> syntax.Node:
        self._operators += 1
        if self._operators > MAX_OPERATORS:
            raise self._error(f"more than {MAX_OPERATORS} arithmetic operators.", self.token.span)
        operator = self._take().value
        right = operand()
        return syntax.Binary(operator, left, right, _around(left, right))

    def _value(self) -> syntax.Node:
        self._deeper()
        found = self._atom()
        self._depth -= 1
        return found

    def _atom(self) -> syntax.Node:
        token = self.token
        if token.is_symbol("("):
            self._take()
            inner = self._sum()
            self._expect(")")
            return inner
        if token.is_symbol("-", "+"):
            self._take()
            operand = self._value()
            span = Span(token.span.start, operand.span.end)
            if isinstance(operand, syntax.Number):
                return syntax.Number(-operand.value if token.value == "-" else operand.value, span)
            return syntax.Unary(operand, span) if token.value == "-" else operand
        if token.kind == "word":
            return self._word()
        if token.kind not in ("text", "number", "quoted"):
            raise self.unexpected("a property or a value")
        self._take()
        if token.kind == "text":
            return syntax.Text(token.value, token.span)
        return self._number(token) if token.kind == "number" else syntax.Name(token.value, token.span, quoted=True)

    def _number(self, token: Token) -> syntax.Number:
        """The number of a token; whole when it is written so."""
        whole = token.value.isdecimal() and len(token.value) <= LONGEST_INTEGER
        value = int(token.value) if whole else float(token.value)
        if math.isinf(value):
            raise self._error("the number is too large.", token.span)
        return syntax.Number(value, token.span)

    def _word(self) -> syntax.Node:
        token = self._take()
        word = token.value.upper()
        if word in ("TRUE", "FALSE"):
            return syntax.Boolean(word == "TRUE", token.span)
        if word == "NULL":
            return syntax.Null(token.span)
        if word in _RESERVED:
            self._at -= 1
            raise self.unexpected("a property or a value")
        if word in SHAPES and (self.token.is_symbol("(") or self.token.is_keyword("Z", "M", "ZM", "EMPTY")):
            return self._shape(token)
        if self.token.is_symbol("("):
            return self._call(token)
        return syntax.Name(token.value, token.span)

    def _shape(self, token: Token) -> syntax.Node:
        """The text of a geometry, to its closing parenthesis."""
        open_, end = 0, token.span.end
        while self.token.kind in ("word", "number", "symbol"):
            part = self._take()
            end = part.span.end
            open_ += {"(": 1, ")": -1}.get(part.value, 0)
            if open_ == 0 and part.kind == "symbol":
                break
        return syntax.GeometryText(re.sub(r"\s+", " ", self.text[token.span.start : end]), Span(token.span.start, end))

    def _call(self, token: Token) -> syntax.Node:
        self._take()
        arguments: list[syntax.Node] = []
        while not self.token.is_symbol(")"):
            if arguments and not self._accept_symbol(","):
                raise self.unexpected("a comma or a parenthesis")
            arguments.append(self._sum())
        span = Span(token.span.start, self._take().span.end)
        return call(token.value.lower(), tuple(arguments), span, self._error)

    # -------------------------------------------------------------- tokens

    def _take(self) -> Token:
        token = self.token
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _accept_word(self, word: str) -> bool:
        return self.token.is_keyword(word) and bool(self._take())

    def _accept_symbol(self, symbol: str) -> bool:
        return self.token.is_symbol(symbol) and bool(self._take())

    def _expect(self, symbol: str) -> Token:
        if not self.token.is_symbol(symbol):
            raise self.unexpected(repr(symbol))
        return self._take()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"more than {MAX_DEPTH} levels of nesting.", self.token.span)

    def _error(self, message: str, span: Span) -> FilterError:
        return FilterError(message, clause=self.parameter, span=span)


_VALUES = (syntax.Name, syntax.Number, syntax.Binary, syntax.Unary)
_RESERVED = frozenset(("AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "DIV"))


def call(
    name: str, arguments: tuple[syntax.Node, ...], span: Span, error: Callable[[str, Span], FilterError]
) -> syntax.Node:
    """A call; ``DATE('…')`` and ``TIMESTAMP('…')`` are constants."""
    if name not in ("date", "timestamp"):
        return syntax.Call(name, arguments, span)
    if len(arguments) == 1 and isinstance(arguments[0], syntax.Text):
        return syntax.DateText(arguments[0].value, span)
    raise error(f"{name.upper()} takes one quoted text.", span)


def _around(first: syntax.Node, last: syntax.Node) -> Span:
    return Span(first.span.start, last.span.end)
