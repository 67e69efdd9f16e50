"""Records of a dataset: pages, one record, facets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parvis.core.errors import NotFound
from parvis.data.engine.engine import Cancellation
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_facets, compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import guard, keyset, record_ids
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import FacetGroup, RecordsPage
from parvis.data.serving.reader import Reader

__all__ = ["FacetGroup", "RecordsPage", "count", "facets", "lookup", "one", "page", "search"]


def search(
    reader: Reader,
    view: DatasetView,
    text: QueryText,
    *,
    purpose: Purpose = Purpose.RECORDS,
    ids: bool = False,
    after: str | None = None,
    total: bool = True,
    cancel: Cancellation | None = None,
) -> RecordsPage:
    """The page that a query asks for.

    ``after`` pages by key: an empty text begins, then the cursor of the page before. Raises the errors of the
    query and of the engine, Forbidden, NotFound.
    """
    schema = view.records.schema
    query = compile_query(text, schema, purpose=Purpose.INTERNAL if after is not None else purpose)
    return page(reader, view, query, ids=ids, after=after, total=total, cancel=cancel)


def page(
    reader: Reader,
    view: DatasetView,
    query: typed.Query,
    *,
    ids: bool = False,
    after: str | None = None,
    total: bool = True,
    cancel: Cancellation | None = None,
) -> RecordsPage:
    """The page of a query that is checked already, against the schema that this caller sees; see :func:`search`."""
    table = view.records
    guard.check(query.where)
    if after is not None:
        return keyset.page(reader, view, query, after, ids=ids, cancel=cancel)
    grouped = bool(query.groups)
    key = ("records", view.key, query, ids, total)

    def make() -> RecordsPage:
        found = reader.engine.select(table, query, numbers=ids, cancel=cancel)
        count = _total(reader, view, query, len(found.values), cancel) if total else None
        names = (
            record_ids.of_rows(reader, view, found.numbers or [], cancel) if ids and not _is_grouped(query) else None
        )
        return RecordsPage(count, found.columns, found.values, names, grouped)

    if any(isinstance(item.expr, typed.RandomOrder) for item in query.order):
        return make()
    return reader.results.get(key, make, lambda page: len(page.rows) * (len(page.columns) + 1))


def _is_grouped(query: typed.Query) -> bool:
    return bool(query.groups) or query.aggregated


def _total(reader: Reader, view: DatasetView, query: typed.Query, found: int, cancel: Cancellation | None) -> int:
    """How many there are in all; a page that is not full tells it without another query."""
    if query.aggregated and not query.groups:
        return 1
    if (query.limit is None or found < query.limit) and (found or not query.offset):
        return query.offset + found
    if query.groups:
        key = ("groups", view.key, replace(query, columns=(), order=(), limit=None, offset=0))
        return reader.results.get(
            key, lambda: reader.engine.count_groups(view.records, query, cancel=cancel), lambda _: 1
        )
    return count(reader, view, query.where, query.timezone, cancel)


def count(
    reader: Reader, view: DatasetView, where: typed.Expr, timezone: str = "UTC", cancel: Cancellation | None = None
) -> int:
    """How many records a condition keeps."""
    key = ("count", view.key, where, timezone)
    return reader.results.get(
        key, lambda: reader.engine.count(view.records, where, timezone=timezone, cancel=cancel), lambda _: 1
    )


def lookup(
    reader: Reader, view: DatasetView, record_id: str, text: QueryText, *, cancel: Cancellation | None = None
) -> RecordsPage:
    """One record by its id, as a page of one. Raises NotFound."""
    return one(reader, view, record_id, compile_query(replace(text, limit=1), view.records.schema), cancel=cancel)


def one(
    reader: Reader, view: DatasetView, record_id: str, query: typed.Query, *, cancel: Cancellation | None = None
) -> RecordsPage:
    """One record by its id, with the columns of a query, as a page of one. Raises NotFound."""
    found = _row(reader, view, query, record_id, cancel)
    if found is None:
        raise NotFound(f"The requested record {record_id[:60]} does not exist.")
    return RecordsPage(1, query.columns, [found], [record_id])


def _row(
    reader: Reader, view: DatasetView, query: typed.Query, record_id: str, cancel: Cancellation | None
) -> tuple[Any, ...] | None:
    """The values of a record, read together with those that its identifier proves."""
    place = record_ids.place(reader, record_id)
    if place is None:
        return None
    digest, number = place
    width = len(query.columns)
    proven = replace(query, columns=(*query.columns, *record_ids.hashed_columns(view)))
    if number < view.records.rows:
        found = reader.engine.row(view.records, number, proven, cancel=cancel).values
        if found and record_ids.digest(reader, found[0][width:]) == digest:
            return found[0][:width]
    now = record_ids.moved(reader, view, digest, cancel)
    values = [] if now is None else reader.engine.row(view.records, now, query, cancel=cancel).values
    return values[0] if values else None


def facets(
    reader: Reader, view: DatasetView, text: QueryText, *, cancel: Cancellation | None = None
) -> list[FacetGroup]:
    """The facets that are asked, else all those of the dataset, with counts."""
    table = view.records
    asked = compile_facets(text, table.schema)
    guard.check(*(facet.where for facet in asked[:1]))
    key = ("facets", view.key, asked, text.timezone, text.lang)

    def make() -> list[FacetGroup]:
        found = reader.engine.facets(table, asked, timezone=text.timezone, lang=text.lang, cancel=cancel)
        return [FacetGroup(facet.field.name, values) for facet, values in zip(asked, found, strict=True)]

    return reader.results.get(key, make, lambda groups: sum(len(g.values) for g in groups) * 4)
