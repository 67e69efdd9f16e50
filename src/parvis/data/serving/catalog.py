"""The catalog of a domain: search, facets, rows of metadata."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from parvis.data.engine.engine import Cancellation
from parvis.data.engine.words.answer import has_words
from parvis.data.exports.values import json_value
from parvis.data.metadata import ods
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_facets, compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import guard
from parvis.data.serving.access import Caller
from parvis.data.serving.catalog_fields import FORBIDDEN, PERSONAL
from parvis.data.serving.catalog_table import UID, CatalogTable
from parvis.data.serving.datasets import DatasetView, view
from parvis.data.serving.pages import FacetGroup
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged

Also = Callable[[CatalogTable], typed.Expr]
_UID = typed.Column(UID.name, typed.FieldRef(UID))


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """A page of the catalog.

    ``views`` are the datasets found; with select or group_by, ``rows`` are JSON objects of the ``columns`` asked and
    ``views`` is empty.
    """

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
    also: Also | None = None,
    cancel: Cancellation | None = None,
) -> CatalogPage:
    """The datasets that a query finds, among those the caller may know of.

    ``also`` makes a further condition from the columns of the catalog, for languages other than ODSQL.
    Raises the errors of the query and of the engine, Unauthorized on a private domain.
    """
    reader.require_catalog(domain, caller)
    catalog, query = _compiled(reader, domain, text, purpose, also)
    guard.check(query.where)
    table = catalog.for_caller(caller)
    grouped = bool(query.groups) or query.aggregated
    asked = query if grouped else replace(query, columns=(*(query.columns if text.select else ()), _UID))
    found = reader.engine.select(table, asked, cancel=cancel).values
    total = _total(reader, catalog, caller, query, len(found), cancel)
    if grouped:
        return CatalogPage(total, [], [_object(query, row) for row in found], query.columns)
    views = [(row, v) for row in found if (v := _view(reader, caller, row[-1])) is not None]
    if not text.select:
        return CatalogPage(total, [v for _, v in views])
    return CatalogPage(total, [], [_object(query, row) | _personal(query, v) for row, v in views], query.columns)


def facets(
    reader: Reader,
    domain: DomainChanged,
    caller: Caller,
    text: QueryText,
    *,
    cancel: Cancellation | None = None,
) -> list[FacetGroup]:
    """The facets of the catalog that are asked, else all of them, named as clients name them."""
    reader.require_catalog(domain, caller)
    # Facets stand beside a list: both are read from the same catalog.
    listed = replace(text, select=None, group_by=None, order_by=None, facet=(), limit=0, offset=0)
    catalog, _ = _compiled(reader, domain, listed, Purpose.CATALOG)
    asked = compile_facets(text, catalog.schema, aliases=catalog.aliases, forbidden=FORBIDDEN)
    guard.check(*(facet.where for facet in asked[:1]))
    key = ("facets", catalog.table.key, caller.groups, asked, text.timezone, text.lang)

    def make() -> list[FacetGroup]:
        table = catalog.for_caller(caller)
        found = reader.engine.facets(table, asked, timezone=text.timezone, lang=text.lang, cancel=cancel)
        return [FacetGroup(short(facet.field.name), values) for facet, values in zip(asked, found, strict=True)]

    return reader.results.get(key, make, lambda groups: sum(len(g.values) for g in groups) * 4)


def _compiled(
    reader: Reader, domain: DomainChanged, text: QueryText, purpose: Purpose, also: Also | None = None
) -> tuple[CatalogTable, typed.Query]:
    """The query, and the catalog that it is for."""
    catalog = reader.catalog(domain.slug)
    while True:
        query = compile_query(text, catalog.schema, purpose=purpose, aliases=catalog.aliases, forbidden=FORBIDDEN)
        if also is not None:
            query = replace(query, where=typed.And((query.where, also(catalog))))
        best = reader.catalog_for_words(domain.slug) if has_words(query.where) else catalog
        if best.schema == catalog.schema:
            return best, query
        catalog = best


def short(name: str) -> str:
    """The name that clients use: basic metadata go without their template."""
    return name.removeprefix("default.")


def _view(reader: Reader, caller: Caller, uid: str) -> DatasetView | None:
    """The dataset as it is now: the catalog may be a moment behind, rights are not."""
    manifest = reader.manifest(uid)
    return None if manifest is None else view(reader, manifest, caller)


def _object(query: typed.Query, row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        column.name: json_value(value, column.expr.type, column.precision, query.timezone)
        for column, value in zip(query.columns, row, strict=False)
    }


_OWN: Mapping[str, Callable[[DatasetView], Any]] = {
    "data_visible": lambda v: v.access.records,
    "features": lambda v: ods.features(v.access.schema, v.rows or 0),
    "default.records_count": lambda v: v.rows,
    "fields": lambda v: [ods.field_object(field) for field in v.access.schema],
    "attachments": lambda v: [dict(a) for a in v.manifest.attachments],
    "alternative_exports": lambda v: [dict(a) for a in v.manifest.alternative_exports],
}
assert _OWN.keys() == PERSONAL


def _personal(query: typed.Query, found: DatasetView) -> dict[str, Any]:
    """The columns whose value is the caller's own."""
    return {
        column.name: _OWN[column.expr.field.name](found)
        for column in query.columns
        if isinstance(column.expr, typed.FieldRef) and column.expr.field.name in _OWN
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
    key = ("total", catalog.table.key, caller.groups, replace(query, columns=(), order=(), limit=None, offset=0))

    def make() -> int:
        table = catalog.for_caller(caller)
        if query.groups:
            return reader.engine.count_groups(table, query, cancel=cancel)
        return reader.engine.count(table, query.where, timezone=query.timezone, cancel=cancel)

    return reader.results.get(key, make, lambda _: 1)
