"""Pieces of tantivy queries."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy
from tantivy import FieldType, Occur, Query

from parvis.data.engine.words.numbers import Numbers
from parvis.data.odsql.typed import Literal, Word

Bound = tuple[Literal, bool]
"""A constant, and whether it belongs to the interval."""


def every(queries: Iterable[Query]) -> Query:
    """All hold."""
    found = list(queries)
    if not found:
        return Query.all_query()
    return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Must, q) for q in found])


def either(queries: Iterable[Query]) -> Query:
    """One holds at least."""
    found = list(queries)
    if not found:
        return Query.empty_query()
    return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Should, q) for q in found])


def but(kept: Query, removed: Query) -> Query:
    """The first holds, the second does not."""
    return Query.boolean_query([(Occur.Must, kept), (Occur.MustNot, removed)])


def word_query(schema: tantivy.Schema, index: str, word: Word) -> Query:
    """A word of letters and digits in a text field. Raises ValueError for a word beyond what tantivy takes."""
    if word.inside:
        exact = Query.regex_query(schema, index, f".*{word.text}.*")
    elif word.prefix:
        exact = Query.regex_query(schema, index, f"{word.text}.*")
    else:
        exact = Query.term_query(schema, index, word.text, index_option="basic")
    if not word.edits:
        return exact
    return either([exact, Query.fuzzy_term_query(schema, index, word.text, word.edits, True, False)])


def codes_query(schema: tantivy.Schema, index: str, codes: list[int]) -> Query:
    """A field holds one of these codes."""
    if len(codes) == 1:
        return Query.term_query(schema, index, codes[0], index_option="basic")
    return Query.term_set_query(schema, index, codes) if codes else Query.empty_query()


def interval(schema: tantivy.Schema, field: Numbers, low: Bound | None, high: Bound | None, timezone: str) -> Query:
    """The field is between the bounds, each open or closed or absent. Raises NotComparable."""
    if field.is_float:
        return _float_interval(schema, field, low, high)
    first = field.low if low is None else field.at_least(low[0], timezone, beyond=not low[1])
    end = field.high + 1 if high is None else field.at_least(high[0], timezone, beyond=high[1])
    if first >= end:
        return Query.empty_query()
    return Query.range_query(schema, field.index, FieldType.Integer, first, end - 1)


def _float_interval(schema: tantivy.Schema, field: Numbers, low: Bound | None, high: Bound | None) -> Query:
    # Adding zero makes minus zero zero, as in what is stored.
    first, last = (None if b is None else field.as_double(b[0]) + 0.0 for b in (low, high))
    with_first, with_last = (b is None or b[1] for b in (low, high))
    return Query.range_query(schema, field.index, FieldType.Float, first, last, with_first, with_last)
