"""``$filter`` to the syntax tree."""

from __future__ import annotations

import math

from parvis.core.errors import Span
from parvis.data.odsql import syntax
from parvis.data.odsql.filters.tokens import Token
from parvis.data.odsql.odata.cursor import MAX_OPERATORS, Cursor

_COMPARISONS = {"eq": "=", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_SUMS = {"add": "+", "sub": "-"}
_PRODUCTS = {"mul": "*", "div": "/", "divby": "/"}
_FORMS = {"contains": "%{}%", "startswith": "{}%", "endswith": "%{}"}
_FUNCTIONS = {
    "tolower": "lower",
    "toupper": "upper",
    "length": "length",
    **{name: name for name in ("year", "month", "day", "hour", "minute", "second", "now")},
    "geo.distance": "distance",
    "geo.intersects": "s_intersects",
}
LONGEST_INTEGER = 18


def parse(text: str, parameter: str = "$filter") -> syntax.Node:
    """The syntax tree of a filter. Raises FilterError with the place of what cannot be read."""
    reader = FilterReader(Cursor(text, parameter))
    found = reader.condition()
    reader.cursor.end()
    return found


class FilterReader:
    """Reads conditions and values where a cursor stands."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self._operators = 0
        self._variables: dict[str, syntax.Name] = {}

    def condition(self) -> syntax.Node:
        """Operands joined by ``or``."""
        with self.cursor.deeper():
            found = [self._conjunction()]
            while self.cursor.accept_word("or"):
                found.append(self._conjunction())
        return found[0] if len(found) == 1 else syntax.AnyOf(tuple(found), _around(found[0], found[-1]))

    def _conjunction(self) -> syntax.Node:
        found = [self._negation()]
        while self.cursor.accept_word("and"):
            found.append(self._negation())
        return found[0] if len(found) == 1 else syntax.AllOf(tuple(found), _around(found[0], found[-1]))

    def _negation(self) -> syntax.Node:
        token = self.cursor.token
        if not self.cursor.accept_word("not"):
            return self._comparison()
        with self.cursor.deeper():
            operand = self._negation()
        return syntax.Negation(operand, Span(token.span.start, operand.span.end))

    def _comparison(self) -> syntax.Node:
        left = self._sum()
        token = self.cursor.token
        if self.cursor.accept_word("in"):
            return self._member(left)
        if not self.cursor.accept_word(*_COMPARISONS):
            return left
        right = self._sum()
        return self._compared(token.value, left, right, _around(left, right))

    def _compared(self, word: str, left: syntax.Node, right: syntax.Node, span: Span) -> syntax.Node:
        """A null is equal to null only, so that what has no value is different from every constant."""
        if isinstance(left, syntax.Null):
            left, right = right, left
        if isinstance(right, syntax.Null):
            if word not in ("eq", "ne"):
                return syntax.Boolean(False, span)
            return syntax.Is(left, None, word == "ne", span)
        if isinstance(right, syntax.Boolean) and isinstance(left, _CONDITIONS):
            return left if right.value == (word == "eq") else syntax.Negation(left, span)
        if word == "ne":
            return syntax.Negation(syntax.Comparison("=", left, right, span), span)
        return syntax.Comparison(_COMPARISONS[word], left, right, span)

    def _member(self, left: syntax.Node) -> syntax.Node:
        self.cursor.expect("(")
        values = [self._sum()]
        while self.cursor.accept(","):
            values.append(self._sum())
        return syntax.In(left, tuple(values), Span(left.span.start, self.cursor.expect(")").span.end))

    # -------------------------------------------------------------- values

    def _sum(self) -> syntax.Node:
        found = self._product()
        while self.cursor.token.is_word(*_SUMS):
            operator = _SUMS[self._operator().value]
            right = self._product()
            found = syntax.Binary(operator, found, right, _around(found, right))
        return found

    def _product(self) -> syntax.Node:
        found = self._value()
        while self.cursor.token.is_word(*_PRODUCTS, "mod"):
            token = self._operator()
            if token.value == "mod":
                raise self.cursor.error("the remainder is not available.", token.span)
            right = self._value()
            found = syntax.Binary(_PRODUCTS[token.value], found, right, _around(found, right))
        return found

    def _operator(self) -> Token:
        self._operators += 1
        if self._operators > MAX_OPERATORS:
            raise self.cursor.error(f"more than {MAX_OPERATORS} arithmetic operators.", self.cursor.token.span)
        return self.cursor.take()

    def _value(self) -> syntax.Node:
        token = self.cursor.token
        if self.cursor.accept("("):
            inner = self.condition()
            self.cursor.expect(")")
            return inner
        if token.kind == "word":
            return self._word()
        if token.kind in ("symbol", "end"):
            raise self.cursor.unexpected("a property or a value")
        self.cursor.take()
        if token.kind == "number":
            return self._number(token)
        if token.kind == "geography":
            return syntax.GeometryText(token.value.rpartition(";")[2], token.span)
        return (syntax.DateText if token.kind == "date" else syntax.Text)(token.value, token.span)

    def _number(self, token: Token) -> syntax.Number:
        whole = token.value.lstrip("-").isdecimal() and len(token.value) <= LONGEST_INTEGER
        value = int(token.value) if whole else float(token.value)
        if math.isinf(value):
            raise self.cursor.error("the number is too large.", token.span)
        return syntax.Number(value, token.span)

    def _word(self) -> syntax.Node:
        token = self.cursor.take()
        if token.value in ("true", "false"):
            return syntax.Boolean(token.value == "true", token.span)
        if token.value == "null":
            return syntax.Null(token.span)
        if self.cursor.token.is_symbol("("):
            return self._call(token)
        if self.cursor.token.is_symbol("/"):
            return self._any(token)
        return self._variables.get(token.value) or syntax.Name(token.value, token.span, quoted=True)

    def _call(self, token: Token) -> syntax.Node:
        self.cursor.expect("(")
        arguments: list[syntax.Node] = []
        with self.cursor.deeper():
            while not self.cursor.token.is_symbol(")"):
                if arguments:
                    self.cursor.expect(",")
                arguments.append(self._sum())
        span = Span(token.span.start, self.cursor.expect(")").span.end)
        if token.value in _FORMS:
            return self._form(token.value, arguments, span)
        if token.value not in _FUNCTIONS:
            known = ", ".join(sorted([*_FORMS, *_FUNCTIONS]))
            raise self.cursor.error(f"{token.value[:40]}() is not available; these are: {known}.", token.span)
        return syntax.Call(_FUNCTIONS[token.value], tuple(arguments), span)

    def _form(self, function: str, arguments: list[syntax.Node], span: Span) -> syntax.Node:
        if len(arguments) != 2 or not isinstance(arguments[1], syntax.Text):
            raise self.cursor.error(f"{function}() takes a property and a quoted text.", span)
        text = arguments[1].value
        for character in "\\%_":
            text = text.replace(character, "\\" + character)
        return syntax.Comparison("like", arguments[0], syntax.Text(_FORMS[function].format(text), span), span)

    def _any(self, token: Token) -> syntax.Node:
        """``list/any(x: condition on x)``: one element of a list of text."""
        self.cursor.take()
        if not self.cursor.accept_word("any"):
            raise self.cursor.unexpected("any(…)")
        self.cursor.expect("(")
        variable = self.cursor.name().value
        self.cursor.expect(":")
        former = dict(self._variables)
        self._variables[variable] = syntax.Name(token.value, token.span, quoted=True)
        found = self.condition()
        self._variables = former
        self.cursor.expect(")")
        return found


_CONDITIONS = (syntax.Comparison, syntax.In, syntax.Is, syntax.AllOf, syntax.AnyOf, syntax.Negation)


def _around(first: syntax.Node, last: syntax.Node) -> Span:
    return Span(first.span.start, last.span.end)
