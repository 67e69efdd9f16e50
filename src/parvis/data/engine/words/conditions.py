"""Typed conditions to tantivy queries, exactly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tantivy import Query

from parvis.data.engine.words.layout import Layout, ValueField
from parvis.data.engine.words.numbers import NotComparable, Numbers
from parvis.data.engine.words.terms import Bound, but, codes_query, either, every, interval, word_query
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Expr, FieldRef, Literal, Type, Word

_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}

MatchingCodes = Callable[[ValueField, Word], list[int]]


class Unsaid(Exception):
    """The index cannot say this condition exactly."""


class Translation:
    """Conditions on one index. ``matching`` finds the codes of the values that have a word."""

    def __init__(self, layout: Layout, matching: MatchingCodes) -> None:
        self._layout = layout
        self._matching = matching

    def query(self, node: Expr, timezone: str) -> Query:
        """The tantivy query of a condition; days begin at midnight of the timezone. Raises Unsaid."""
        match node:
            case typed.Always():
                return Query.all_query() if node.value else Query.empty_query()
            case typed.And():
                return every(self.query(operand, timezone) for operand in node.operands)
            case typed.Or():
                return either(self.query(operand, timezone) for operand in node.operands)
            case typed.Not():
                return but(Query.all_query(), self.query(node.operand, timezone))
            case typed.TextMatch():
                return self._text(node)
            case typed.IsNull():
                return but(Query.all_query(), self.exists(node.operand))
            case typed.InBox():
                return self._box(node)
            case typed.StartsWith():
                return either(self._values(FieldRef(f), lambda v: v.startswith(node.text)) for f in node.fields)
            case _:
                return self._test(node, timezone)

    def exists(self, operand: Expr) -> Query:
        """The rows where a field is not null. Raises Unsaid."""
        name = operand.field.name if isinstance(operand, FieldRef) else ""
        if operand.type is Type.GEO_POINT:
            name += ".lon"
        found = self._layout.values.get(name) or self._layout.numbers.get(name)
        if found is not None:
            return Query.exists_query(found.index) if found.has_nulls else Query.all_query()
        text = self._layout.texts.get(name)
        if text is None or (text.has_nulls and text.rank is None):
            raise Unsaid
        return Query.exists_query(text.rank) if text.has_nulls and text.rank else Query.all_query()

    # -------------------------------------------------------------- words

    def _text(self, node: typed.TextMatch) -> Query:
        if not node.words:
            return Query.all_query()
        return every(either(self._word(field.name, word) for field in node.fields) for word in node.words)

    def _word(self, name: str, word: Word) -> Query:
        if not word.text.isalnum() or word.edits > 2:
            raise Unsaid
        text = self._layout.texts.get(name)
        if text is not None:
            return word_query(self._layout.schema, text.index, word)
        value = self._layout.values.get(name)
        if value is None:
            raise Unsaid
        return codes_query(self._layout.schema, value.index, self._matching(value, word))

    # -------------------------------------------------------------- values

    def _test(self, node: Expr, timezone: str) -> Query:
        """A condition on one field and constants."""
        match node:
            case typed.Compare():
                return self._compare(node, timezone)
            case typed.OneOf():
                return either(self._equal(node.operand, value, timezone) for value in node.values)
            case typed.Within():
                return self._within(node, timezone)
            case typed.Contains():
                return self._values(node.operand, lambda v: v == node.value)
            case typed.UnderPath():
                below = node.path + node.separator
                return self._values(node.operand, lambda v: v == node.path or v.startswith(below))
            case typed.IsTrue():
                return self._equal(node.operand, Literal(True, Type.BOOLEAN), timezone)
            case _:
                raise Unsaid

    def _compare(self, node: typed.Compare, timezone: str) -> Query:
        left, op, right = node.left, node.op, node.right
        if isinstance(left, Literal):
            left, op, right = right, _MIRROR.get(op, op), left
        if not isinstance(right, Literal) or not isinstance(left, FieldRef):
            raise Unsaid
        if right.value is None:
            return Query.empty_query()
        if op == "=":
            return self._equal(left, right, timezone)
        if op == "!=":
            return but(self.exists(left), self._equal(left, right, timezone))
        if left.type is Type.TEXT:
            return self._values(left, _tester(op, right.value))
        low = (right, op == ">=") if op in (">", ">=") else None
        high = (right, op == "<=") if op in ("<", "<=") else None
        return self._between(left, low, high, timezone)

    def _equal(self, operand: Expr, value: Literal, timezone: str) -> Query:
        if value.value is None:
            return Query.empty_query()
        if operand.type in (Type.TEXT, Type.TEXT_LIST):
            return self._values(operand, _tester("=", value.value))
        return self._between(operand, (value, True), (value, True), timezone)

    def _within(self, node: typed.Within, timezone: str) -> Query:
        low = None if node.low is None else (node.low, node.low_included)
        high = None if node.high is None else (node.high, node.high_included)
        if low is None and high is None:
            return self.exists(node.operand)
        if node.operand.type is Type.TEXT:
            bounds = [(">=" if low[1] else ">", low[0])] if low else []
            bounds += [("<=" if high[1] else "<", high[0])] if high else []
            return every(self._values(node.operand, _tester(op, literal.value)) for op, literal in bounds)
        return self._between(node.operand, low, high, timezone)

    def _box(self, node: typed.InBox) -> Query:
        if node.operand.type is not Type.GEO_POINT:
            raise Unsaid
        lon, lat = (self._layout.numbers.get(f"{node.operand.field.name}.{member}") for member in ("lon", "lat"))
        if lon is None or lat is None:
            raise Unsaid
        west, east = node.west, node.east
        sides = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        across = either(self._degrees(lon, first, last) for first, last in sides)
        return every([across, self._degrees(lat, node.south, node.north)])

    def _degrees(self, field: Numbers, first: float, last: float) -> Query:
        low, high = (Literal(first, Type.DOUBLE), True), (Literal(last, Type.DOUBLE), True)
        return self._interval(field, low, high, "UTC")

    def _values(self, operand: Expr, test: Callable[[str], bool]) -> Query:
        """The rows with a value, of few distinct ones, that passes a test."""
        found = self._layout.values.get(operand.field.name) if isinstance(operand, FieldRef) else None
        if found is None:
            raise Unsaid
        codes = [code for code, value in enumerate(found.values) if test(value)]
        return codes_query(self._layout.schema, found.index, codes)

    def _between(self, operand: Expr, low: Bound | None, high: Bound | None, timezone: str) -> Query:
        found = self._layout.numbers.get(operand.field.name) if isinstance(operand, FieldRef) else None
        if found is None:
            raise Unsaid
        return self._interval(found, low, high, timezone)

    def _interval(self, field: Numbers, low: Bound | None, high: Bound | None, timezone: str) -> Query:
        try:
            return interval(self._layout.schema, field, low, high, timezone)
        except NotComparable:
            raise Unsaid from None


def _tester(op: str, value: object) -> Callable[[str], bool]:
    if not isinstance(value, str):
        raise Unsaid
    test = _TESTS[op]
    return lambda candidate: test(candidate, value)
