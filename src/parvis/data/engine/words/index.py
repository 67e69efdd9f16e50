"""An open index: counts, pages of row numbers, counts by value."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy

from parvis.data.engine.words import conditions
from parvis.data.engine.words.conditions import Unsaid
from parvis.data.engine.words.layout import ANALYZER, ROW, Layout, analyzer, exact_field, number_field
from parvis.data.odsql.typed import Expr, FieldRef, Order, Type

# Beyond so many distinct values the counts of a facet would be cut: left to the scan.
MAX_BUCKETS = 60_000
MAX_WINDOW = 20_000
OPEN_INDEXES = 512


class WordIndex:
    """The index of one version. Thread-safe; never changes."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout.read(folder)
        index = tantivy.Index.open(str(folder))
        index.register_tokenizer(ANALYZER, analyzer())
        self._schema = index.schema
        self._searcher = index.searcher()

    @staticmethod
    @lru_cache(maxsize=OPEN_INDEXES)
    def open(folder: Path) -> WordIndex:
        """The index in this folder, opened once. Raises OSError or ValueError when there is none to read."""
        return WordIndex(folder)

    def query(self, where: Expr) -> tantivy.Query | None:
        """The index's form of a condition, or None when it cannot say it exactly."""
        try:
            return conditions.query(where, self.layout, self._schema)
        except Unsaid:
            return None

    def count(self, query: tantivy.Query) -> int:
        """How many rows match."""
        # The stub of the library leaves the count out.
        result: Any = self._searcher.search(query, limit=1, count=True)
        return int(result.count)

    def page(self, query: tantivy.Query, order: tuple[Order, ...], limit: int, offset: int) -> list[int] | None:
        """Row numbers of a page; None when the index cannot sort so. Without order: by row number."""
        if offset + limit > MAX_WINDOW:
            return None
        if limit == 0:
            return []
        if not order:
            return self._numbers(query, ROW, False, limit, offset)
        field = self._sortable(order)
        return None if field is None else self._numbers(query, field, order[0].descending, limit, offset)

    def rows(self, query: tantivy.Query, at_most: int) -> list[int] | None:
        """All the row numbers in order, or None when there are more than that."""
        if self.count(query) > at_most:
            return None
        return self._numbers(query, ROW, False, at_most, 0)

    def values(self, query: tantivy.Query, ref: FieldRef) -> list[tuple[str, int]] | None:
        """Values of a text field with how many matching rows have each; None when the index does not know them all."""
        if ref.field.name not in self.layout.exact:
            return None
        name = exact_field(ref.field.name)
        found = self._searcher.aggregate(query, {"values": {"terms": {"field": name, "size": MAX_BUCKETS}}})["values"]
        if found.get("sum_other_doc_count", 0):
            return None
        return [(bucket["key"], int(bucket["doc_count"])) for bucket in found["buckets"]]

    def _sortable(self, order: tuple[Order, ...]) -> str | None:
        """The index field that sorts as one sort item on a field without nulls does."""
        if len(order) != 1 or not isinstance(order[0].expr, FieldRef):
            return None
        ref = order[0].expr
        name = ref.field.name
        if name in self.layout.sparse:
            return None
        if name in self.layout.numbers:
            return number_field(name)
        return exact_field(name) if name in self.layout.exact and ref.type is Type.TEXT else None

    def _numbers(self, query: tantivy.Query, field: str, descending: bool, limit: int, offset: int) -> list[int]:
        if limit == 0:
            return []
        direction = tantivy.Order.Desc if descending else tantivy.Order.Asc
        result = self._searcher.search(query, limit, False, field, offset, direction)
        if field == ROW:
            return [int(key) for key, _ in result.hits]
        rows = self._searcher.fast_field_values(ROW, [address for _, address in result.hits])
        return [int(row) for row in rows if row is not None]
