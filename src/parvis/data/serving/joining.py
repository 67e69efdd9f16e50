"""Two datasets met through one query: each as its caller may see it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from parvis.core.errors import InvalidParameter
from parvis.data.engine.engine import Cancellation
from parvis.data.engine.joined import JoinedTable
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.joining import Keeping, compile_on
from parvis.data.odsql.text import QueryText
from parvis.data.serving import guard
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.data.serving.reader import Reader


@dataclass(frozen=True)
class Meeting:
    """Two datasets and how they meet. ``on`` is the text that was asked."""

    left: DatasetView
    right: DatasetView
    on: str
    table: JoinedTable

    @property
    def sides(self) -> tuple[tuple[str, DatasetView], tuple[str, DatasetView]]:
        """Both datasets with the name of their side."""
        return (("left", self.left), ("right", self.right))

    @property
    def key(self) -> Hashable:
        """Names the content that the caller sees."""
        return (self.left.key, self.right.key, self.table.on, self.table.keeping)


def meet(left: DatasetView, right: DatasetView, on: str, keep: str | None = None) -> Meeting:
    """The meeting of two datasets; ``keep`` is inner (rows that meet) or left (all of the left).

    Raises QueryError for ``on``, InvalidParameter for ``keep``, Forbidden or NotFound when records are not open.
    """
    keeping = next((k for k in Keeping if k == (keep or Keeping.INNER)), None)
    if keeping is None:
        message = f"Invalid value for keep API parameter: {str(keep)[:20]!r} was found, inner or left is expected."
        raise InvalidParameter(message, params={"parameter": "keep"})
    one, other = left.records, right.records
    return Meeting(left, right, on, JoinedTable(one, other, compile_on(on, one.schema, other.schema), keeping))


def search(
    reader: Reader, meeting: Meeting, text: QueryText, *, total: bool = True, cancel: Cancellation | None = None
) -> RecordsPage:
    """The page that a query asks for, over the fields of both sides.

    Raises the errors of the query and of the engine.
    """
    table = meeting.table
    query = compile_query(text, table.schema, aliases=table.aliases)
    guard.check(query.where)
    key = ("join", meeting.key, query, total)

    def make() -> RecordsPage:
        found = reader.engine.joining.select(table, query, cancel)
        count = _total(reader, meeting, query, len(found.values), cancel) if total else None
        return RecordsPage(count, found.columns, found.values, grouped=bool(query.groups))

    return reader.results.get(key, make, lambda page: len(page.rows) * (len(page.columns) + 1))


def _total(reader: Reader, meeting: Meeting, query: typed.Query, found: int, cancel: Cancellation | None) -> int:
    """How many there are in all; a page that is not full tells it without another query."""
    if query.aggregated and not query.groups:
        return 1
    if (query.limit is None or found < query.limit) and (found or not query.offset):
        return query.offset + found
    counted = typed.Query((), query.where, query.groups, limit=None, timezone=query.timezone, lang=query.lang)
    key = ("join total", meeting.key, counted)
    return reader.results.get(key, lambda: reader.engine.joining.count(meeting.table, counted, cancel), lambda _: 1)
