"""An open index and what it finds: counts, pages of row numbers, counts by value."""

from __future__ import annotations

import heapq
from collections import Counter
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Query, Searcher

from parvis.data.engine.words.conditions import Translation, Unsaid
from parvis.data.engine.words.layout import CODE, ROW, VALUES, Layout, Part, ValueField, opened
from parvis.data.engine.words.numbers import Numbers
from parvis.data.engine.words.terms import but, every, word_query
from parvis.data.odsql.typed import Expr, FieldRef, Order, Type, Word

MOST_BUCKETS = 60_000
SMALL = 1000
# Deeper pages are left to the scan: the index would sort all of the rows before them.
DEEPEST = 50_000
# Each has a thread of tantivy's, which looks twice a second whether it has changed.
OPEN_INDEXES = 64
_REMEMBERED = 256


class WordIndex:
    """The index of one version. Thread-safe; never changes."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout.read(folder)
        self.parts = [(part, opened(folder / part.folder).searcher()) for part in self.layout.parts]
        self._values = opened(folder / VALUES).searcher()
        self._translation = Translation(self.layout, lru_cache(maxsize=_REMEMBERED)(self._matching))
        self.find = lru_cache(maxsize=_REMEMBERED)(self._find)

    @staticmethod
    @lru_cache(maxsize=OPEN_INDEXES)
    def open(folder: Path) -> WordIndex:
        """The index in this folder, opened once. Raises OSError or ValueError when there is none to read."""
        return WordIndex(folder)

    def _find(self, where: Expr, timezone: str, row_filter: Expr) -> Found | None:
        """What a condition and the table's own (whose days are UTC's) find; None when they cannot be said exactly."""
        try:
            said = self._translation.query(where, timezone)
            limit = self._translation.query(row_filter, "UTC")
        except (Unsaid, ValueError):
            return None
        return Found(self, every([said, limit]))

    def filled(self, ref: FieldRef) -> Query | None:
        """The rows where a field is not null, if the index knows."""
        try:
            return self._translation.exists(ref)
        except Unsaid:
            return None

    def _matching(self, field: ValueField, word: Word) -> list[int]:
        query = word_query(self.layout.values_schema, field.index, word)
        hits = self._values.search(query, max(len(field.values), 1), False, CODE, 0, tantivy.Order.Asc).hits
        return [int(code) for code, _ in hits]


class Found:
    """The rows that a condition keeps."""

    def __init__(self, index: WordIndex, query: Query) -> None:
        self._index = index
        self._query = query
        self._known: int | None = None
        self._small: dict[str, Counter[int]] = {}

    @property
    def count(self) -> int:
        """How many."""
        if self._known is None:
            self._known = sum(_count(searcher, self._query) for _, searcher in self._index.parts)
        return self._known

    def rows(self, at_most: int) -> list[int] | None:
        """All the row numbers in order, or None when there are more than that."""
        return None if self.count > at_most else self._in_row_order(self._query, at_most, 0)

    def page(self, order: tuple[Order, ...], limit: int, offset: int) -> list[int] | None:
        """Row numbers of a page; None when the index cannot sort so. Without order: by row number."""
        if offset + limit > DEEPEST:
            return None
        if not order:
            return self._in_row_order(self._query, limit, offset)
        field = self._sorter(order)
        return None if field is None else self._in_order(field, order[0], limit, offset)

    def values(self, ref: FieldRef) -> Counter[Any] | None:
        """How many rows have each value, None among them; None when the index does not know."""
        name = ref.field.name
        field = self._index.layout.values.get(name) or self._index.layout.numbers.get(name)
        if field is None or not _is_countable(field):
            return None
        read = field.values.__getitem__ if isinstance(field, ValueField) else field.decode
        counted: Counter[Any] = Counter({read(stored): number for stored, number in self._stored(field).items()})
        if field.has_nulls:
            is_list = isinstance(field, ValueField) and field.is_list
            filled = every([self._query, Query.exists_query(field.index)])
            counted[None] = self.count - (Found(self._index, filled).count if is_list else counted.total())
        return +counted

    def _stored(self, field: ValueField | Numbers) -> Counter[int]:
        """How many rows have each stored value. Facets come together: all small fields are counted in one pass."""
        if isinstance(field, Numbers) or len(field.values) > SMALL:
            return self._aggregated([field.index])[field.index]
        if not self._small:
            values = self._index.layout.values.values()
            self._small = self._aggregated([f.index for f in values if len(f.values) <= SMALL and not f.repeats])
        return self._small[field.index]

    def _aggregated(self, fields: list[str]) -> dict[str, Counter[int]]:
        counted: dict[str, Counter[int]] = {field: Counter() for field in fields}
        for _, searcher in self._index.parts:
            for field, buckets in _buckets(searcher, self._query, fields).items():
                counted[field].update(buckets)
        return counted

    # -------------------------------------------------------------- pages

    def _in_row_order(self, query: Query, limit: int, offset: int) -> list[int]:
        """Parts hold consecutive rows: those before the page are only counted."""
        found: list[int] = []
        counted = 0
        for _, searcher in self._index.parts:
            if len(found) == limit and self._known is not None:
                break
            missing = max(limit - len(found), 1)
            result: Any = searcher.search(query, missing, True, ROW, max(offset - counted, 0), tantivy.Order.Asc)
            if len(found) < limit:
                found += [int(row) for row, _ in result.hits][: limit - len(found)]
            counted += result.count
        else:
            self._remember(query, counted)
        return found

    def _remember(self, query: Query, counted: int) -> None:
        if query is self._query:
            self._known = counted

    def _sorter(self, order: tuple[Order, ...]) -> tuple[str, bool] | None:
        """The tantivy field that sorts as one sort item does, and whether some rows have none."""
        layout, expr = self._index.layout, order[0].expr
        if len(order) != 1 or not isinstance(expr, FieldRef) or not all(part.whole for part in layout.parts):
            return None
        name = expr.field.name
        if expr.type is Type.TEXT and name in layout.texts:
            text = layout.texts[name]
            return None if text.rank is None else (text.rank, text.has_nulls)
        field = layout.numbers.get(name) or (layout.values.get(name) if expr.type is Type.TEXT else None)
        return None if field is None else (field.index, field.has_nulls)

    def _in_order(self, field: tuple[str, bool], order: Order, limit: int, offset: int) -> list[int]:
        """Each part's first rows merged; rows without value after all others."""
        name, has_nulls = field
        filled = every([self._query, Query.exists_query(name)]) if has_nulls else self._query
        streams = [
            self._sorted(part, searcher, filled, name, order, offset + limit) for part, searcher in self._index.parts
        ]
        merged = heapq.merge(*(hits for _, hits in streams))
        counted = sum(number for number, _ in streams)
        self._remember(filled, counted)
        found = [row for _, row in islice(merged, offset, offset + limit)]
        if has_nulls and len(found) < limit:
            without = but(self._query, Query.exists_query(name))
            found += self._in_row_order(without, limit - len(found), max(offset - counted, 0))
        return found

    def _sorted(
        self, part: Part, searcher: Searcher, query: Query, name: str, order: Order, limit: int
    ) -> tuple[int, list[tuple[Any, int]]]:
        """How many rows of a part match, and the first of them as (sort key, row number)."""
        direction = tantivy.Order.Desc if order.descending else tantivy.Order.Asc
        result: Any = searcher.search(query, max(limit, 1), True, name, 0, direction)
        sign = -1 if order.descending else 1
        return result.count, [(sign * key, part.first + address.doc) for key, address in result.hits]


def _is_countable(field: ValueField | Numbers) -> bool:
    if isinstance(field, ValueField):
        return not field.repeats
    return not field.is_float and field.high - field.low < MOST_BUCKETS


def _count(searcher: Searcher, query: Query) -> int:
    # Twice as fast as a search that only counts.
    found = searcher.aggregate(query, {"count": {"value_count": {"field": ROW}}})
    return int(found["count"]["value"])


def _buckets(searcher: Searcher, query: Query, fields: list[str]) -> dict[str, dict[int, int]]:
    """How many documents have each stored value, by field."""
    most = {"size": MOST_BUCKETS + 1, "segment_size": MOST_BUCKETS + 1}
    found = searcher.aggregate(query, {field: {"terms": {"field": field, **most}} for field in fields})
    return {
        field: {int(bucket["key"]): int(bucket["doc_count"]) for bucket in found[field]["buckets"]} for field in fields
    }
