"""Some records of many, drawn by chance and the same each time."""

from __future__ import annotations

import random
from dataclasses import replace

from parvis.data.engine.engine import Cancellation
from parvis.data.engine.lower.nodes import among_rows
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import guard, records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.data.serving.reader import Reader

MOST_DRAWN = 200_000
"""Row numbers tried at most: under a filter that keeps few of many rows, fewer records than asked may come."""


def sample(
    reader: Reader, view: DatasetView, text: QueryText, most: int, *, cancel: Cancellation | None = None
) -> RecordsPage:
    """All the records of a query when they are ``most`` or fewer, else about ``most`` of them.

    ``total_count`` counts them all. Raises the errors of the query and of the engine.
    """
    query = compile_query(replace(text, limit=most), view.records.schema, purpose=Purpose.INTERNAL)
    guard.check(query.where)
    total = records.count(reader, view, query.where, query.timezone, cancel)
    key = ("sample", view.key, query, most)

    def make() -> RecordsPage:
        asked = query if total <= most else replace(query, where=_among(query.where, view.records.rows, total, most))
        found = reader.engine.select(view.records, asked, cancel=cancel)
        return RecordsPage(total, found.columns, found.values)

    return reader.results.get(key, make, lambda page: len(page.rows) * (len(page.columns) + 1))


def _among(where: typed.Expr, rows: int, total: int, most: int) -> typed.Expr:
    """The condition on rows drawn by chance: enough for ``most`` to pass it, with some margin."""
    wanted = min(rows, MOST_DRAWN, round(most * 1.2 * rows / total) + 1)
    numbers = tuple(sorted(random.Random(0).sample(range(rows), wanted)))
    return typed.And((where, among_rows(numbers)))
