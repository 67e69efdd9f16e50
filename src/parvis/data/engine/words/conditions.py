"""Typed conditions to tantivy queries, exactly or not at all."""

from __future__ import annotations

import re
from datetime import date, datetime

import tantivy
from tantivy import Occur, Query

from parvis.core.fields import FieldType
from parvis.data.engine.words.building import encoded
from parvis.data.engine.words.layout import NUMERIC, Layout, exact_field, number_field, word_field
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Expr, FieldRef, Literal, Type, Word

_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Unsaid(Exception):
    """The index cannot say this condition exactly."""


def query(node: Expr, layout: Layout, schema: tantivy.Schema) -> Query:
    """The tantivy query of a condition. Raises Unsaid."""
    return _Translation(layout, schema).query(node)


class _Translation:
    """One condition on one index."""

    def __init__(self, layout: Layout, schema: tantivy.Schema) -> None:
        self.layout = layout
        self.schema = schema

    def query(self, node: Expr) -> Query:
        match node:
            case typed.Always():
                return Query.all_query() if node.value else Query.empty_query()
            case typed.And():
                return _all([self.query(operand) for operand in node.operands])
            case typed.Or():
                return _any([self.query(operand) for operand in node.operands])
            case typed.Not():
                return _but(Query.all_query(), self.query(node.operand))
            case typed.TextMatch():
                return self._text(node)
            case typed.Compare():
                return self._compare(node)
            case typed.OneOf():
                return _any([self._equal(node.operand, value) for value in node.values])
            case typed.Within():
                return self._within(node)
            case typed.Contains():
                return self._term(node.operand, node.value)
            case typed.IsNull():
                return _but(Query.all_query(), self._exists(node.operand))
            case typed.IsTrue():
                return self._equal(node.operand, Literal(True, Type.BOOLEAN))
            case _:
                raise Unsaid

    # ---------------------------------------------------------- words

    def _text(self, node: typed.TextMatch) -> Query:
        if not node.words:
            return Query.all_query()
        if any(field.name not in self.layout.words for field in node.fields):
            raise Unsaid
        if not node.fields:
            return Query.empty_query()
        names = [word_field(field.name) for field in node.fields]
        return _all([_any([self._word(name, word) for name in names]) for word in node.words])

    def _word(self, field: str, word: Word) -> Query:
        found = [self._exactly(field, word)]
        if word.edits:
            # The distance tantivy counts knows two edits at most, as does the checker.
            found.append(Query.fuzzy_term_query(self.schema, field, word.text, min(word.edits, 2), True, False))
        return _any(found)

    def _exactly(self, field: str, word: Word) -> Query:
        if word.inside:
            return Query.regex_query(self.schema, field, f".*{re.escape(word.text)}.*")
        if word.prefix:
            return Query.regex_query(self.schema, field, f"{re.escape(word.text)}.*")
        return Query.term_query(self.schema, field, word.text, index_option="basic")

    # ---------------------------------------------------------- values

    def _compare(self, node: typed.Compare) -> Query:
        left, op, right = node.left, node.op, node.right
        if isinstance(left, Literal):
            left, op, right = right, _MIRROR.get(op, op), left
        if not isinstance(right, Literal):
            raise Unsaid
        if op == "=":
            return self._equal(left, right)
        if op == "!=":
            return _but(self._exists(left), self._equal(left, right))
        low = right if op in (">", ">=") else None
        high = right if op in ("<", "<=") else None
        return self._between(left, low, high, op == ">=", op == "<=")

    def _equal(self, operand: Expr, value: Literal) -> Query:
        if operand.type in (Type.TEXT, Type.TEXT_LIST):
            return self._term(operand, value.value)
        return self._between(operand, value, value, True, True)

    def _within(self, node: typed.Within) -> Query:
        if node.low is None and node.high is None:
            return self._exists(node.operand)
        return self._between(node.operand, node.low, node.high, node.low_included, node.high_included)

    def _term(self, operand: Expr, value: object) -> Query:
        if (
            not isinstance(operand, FieldRef)
            or operand.field.name not in self.layout.exact
            or not isinstance(value, str)
        ):
            raise Unsaid
        return Query.term_query(self.schema, exact_field(operand.field.name), value, index_option="basic")

    def _between(
        self, operand: Expr, low: Literal | None, high: Literal | None, low_included: bool, high_included: bool
    ) -> Query:
        if not isinstance(operand, FieldRef) or operand.field.name not in self.layout.numbers:
            raise Unsaid
        type_ = operand.field.type
        return Query.range_query(
            self.schema,
            number_field(operand.field.name),
            NUMERIC[type_],
            _bound(type_, low),
            _bound(type_, high),
            low_included or low is None,
            high_included or high is None,
        )

    def _exists(self, operand: Expr) -> Query:
        if not isinstance(operand, FieldRef):
            raise Unsaid
        name = operand.field.name
        if name not in self.layout.sparse and (name in self.layout.words or name in self.layout.numbers):
            return Query.all_query()
        if name in self.layout.exact:
            return Query.exists_query(exact_field(name))
        if name in self.layout.numbers:
            return Query.exists_query(number_field(name))
        raise Unsaid


def _bound(type_: FieldType, literal: Literal | None) -> int | float | None:
    """The bound as the index stores the field's values; a mix of types is left to the scan."""
    if literal is None:
        return None
    value = literal.value
    if type_ is FieldType.DOUBLE and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type_ is FieldType.INT and isinstance(value, int) and not isinstance(value, bool):
        return value
    if type_ is FieldType.BOOLEAN and isinstance(value, bool):
        return encoded(value)
    if type_ is FieldType.DATETIME and isinstance(value, datetime):
        return encoded(value)
    if type_ is FieldType.DATE and isinstance(value, date) and not isinstance(value, datetime):
        return encoded(value)
    raise Unsaid


def _all(queries: list[Query]) -> Query:
    if not queries:
        return Query.all_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, q) for q in queries])


def _any(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, q) for q in queries])


def _but(kept: Query, removed: Query) -> Query:
    return Query.boolean_query([(Occur.Must, kept), (Occur.MustNot, removed)])
