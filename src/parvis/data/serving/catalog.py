"""The catalog of a domain: search, facets, rows of metadata."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from parvis.data.engine.engine import Cancellation
from parvis.data.exports.values import json_value
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_facets, compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving.access import Caller
from parvis.data.serving.catalog_table import FORBIDDEN, UID, CatalogTable
from parvis.data.serving.datasets import DatasetView, view
from parvis.data.serving.pages import FacetGroup
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged

_UID = typed.Column(UID.name, typed.FieldRef(UID))


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """A page of the catalog. ``views`` are the datasets found; with select or group_by, ``rows`` are JSON objects of
    the ``columns`` asked and ``views`` is empty."""

    total_count: int
    views: list[DatasetView]
    rows: list[dict[str, Any]] | None = None
    columns: tuple[typed.Column, ...] = ()


def search(
    reader: Reader,
    domain: DomainChanged,
    caller: Caller,
    text: QueryText,
    *,
    purpose: Purpose = Purpose.CATALOG,
    cancel: Cancellation | None = None,
) -> CatalogPage:
    """The datasets that a query finds, among those the caller may know of.

    Raises the errors of the query and of the engine, Unauthorized on a private domain.
    """
    reader.require_catalog(domain, caller)
    catalog = reader.catalog(domain.slug)
    query = _compiled(catalog, text, purpose)
    if text.select or query.groups or query.aggregated:
        return _rows(reader, catalog, caller, query, cancel)
    table = catalog.for_caller(caller)
    found = reader.engine.select(table, replace(query, columns=(_UID,)), cancel=cancel)
    total = _total(reader, catalog, caller, query, len(found.values), cancel)
    views = (view(reader, catalog.manifests[uid], caller) for (uid,) in found.values)
    return CatalogPage(total, [v for v in views if v is not None])


def facets(
    reader: Reader,
    domain: DomainChanged,
    caller: Caller,
    text: QueryText,
    *,
    cancel: Cancellation | None = None,
) -> list[FacetGroup]:
    """The facets of the catalog that are asked, else all of them, named as they were asked."""
    reader.require_catalog(domain, caller)
    catalog = reader.catalog(domain.slug)
    asked = compile_facets(text, catalog.schema, aliases=catalog.aliases, forbidden=FORBIDDEN)
    key = ("facets", catalog.table.key, caller.groups, asked, text.timezone, text.lang)

    def make() -> list[FacetGroup]:
        table = catalog.for_caller(caller)
        found = reader.engine.facets(table, asked, timezone=text.timezone, lang=text.lang, cancel=cancel)
        return [FacetGroup(short(facet.field.name), values) for facet, values in zip(asked, found, strict=True)]

    return reader.results.get(key, make, lambda groups: sum(len(g.values) for g in groups) * 4)


def short(name: str) -> str:
    """The name that clients use: basic metadata go without their template."""
    return name.removeprefix("default.")


def _compiled(catalog: CatalogTable, text: QueryText, purpose: Purpose) -> typed.Query:
    return compile_query(text, catalog.schema, purpose=purpose, aliases=catalog.aliases, forbidden=FORBIDDEN)


def _rows(
    reader: Reader, catalog: CatalogTable, caller: Caller, query: typed.Query, cancel: Cancellation | None
) -> CatalogPage:
    table = catalog.for_caller(caller)
    found = reader.engine.select(table, query, cancel=cancel)
    total = _total(reader, catalog, caller, query, len(found.values), cancel)
    return CatalogPage(total, [], [_object(query, row) for row in found.values], query.columns)


def _object(query: typed.Query, row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        column.name: json_value(value, column.expr.type, column.precision, query.timezone)
        for column, value in zip(query.columns, row, strict=True)
    }


def _total(
    reader: Reader,
    catalog: CatalogTable,
    caller: Caller,
    query: typed.Query,
    found: int,
    cancel: Cancellation | None,
) -> int:
    if query.aggregated and not query.groups:
        return 1
    if (query.limit is None or found < query.limit) and (found or not query.offset):
        return query.offset + found
    table = catalog.for_caller(caller)
    if query.groups:
        return reader.engine.count_groups(table, query, cancel=cancel)
    return reader.engine.count(table, query.where, timezone=query.timezone, cancel=cancel)
