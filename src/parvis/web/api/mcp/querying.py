"""The tools that read records: a whole query, an aggregation, records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parvis.data.odsql.text import QueryText
from parvis.data.odsql.writing import equals
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v21 import objects
from parvis.web.api.mcp import stating
from parvis.web.api.mcp.asking import Ask
from parvis.web.api.mcp.bounding import fitted
from parvis.web.api.mcp.writing import measure, name_of

ROWS = 20
GROUPS = 100


def query(ask: Ask) -> dict[str, Any]:
    """The rows of an ODSQL query."""
    view = ask.dataset()
    grouped = ask.text("group_by") is not None
    text = QueryText(
        select=ask.text("select"),
        where=_where(ask),
        group_by=ask.text("group_by"),
        order_by=ask.text("order_by"),
        limit=ask.number("limit", GROUPS if grouped else ROWS),
        offset=ask.number("offset", 0),
        timezone=ask.text("timezone") or "UTC",
        lang=ask.language,
    )
    return _answered(ask, view, text)


def aggregate(ask: Ask) -> dict[str, Any]:
    """Numbers computed on records, by groups; the clauses it is written in are given back."""
    view = ask.dataset()
    measures = ask.arguments.get("measures") or [{"function": "count"}]
    columns = [measure(one, view.access.schema) for one in measures]
    by = [name_of(name, view.access.schema) for name in ask.texts("group_by")]
    text = QueryText(
        select=", ".join(columns),
        where=_where(ask),
        group_by=", ".join(by) or None,
        order_by=ask.text("order_by") or (f"{columns[0].rpartition(' as ')[2]} desc" if by else None),
        limit=ask.number("limit", GROUPS),
        offset=ask.number("offset", 0),
        timezone=ask.text("timezone") or "UTC",
        lang=ask.language,
    )
    if not by:
        text = replace(text, limit=None, offset=0)
    clauses = {"select": text.select, "where": text.where, "group_by": text.group_by, "order_by": text.order_by}
    return {"odsql": {name: value for name, value in clauses.items() if value}, **_answered(ask, view, text)}


def get_records(ask: Ask) -> dict[str, Any]:
    """Records as they are, chosen by the values of fields, or one by its identifier."""
    view = ask.dataset()
    schema = view.records.schema
    select = ", ".join(name_of(name, schema) for name in ask.texts("fields")) or None
    if (record_id := ask.text("record_id")) is not None:
        return _one(ask, view, record_id, select)
    filters: Mapping[str, Any] = ask.arguments.get("filters") or {}
    text = QueryText(
        select=select,
        where=(*(equals(name, value, schema) for name, value in filters.items()), *_where(ask)),
        order_by=ask.text("order_by"),
        limit=ask.number("limit", ROWS),
        offset=ask.number("offset", 0),
        timezone=ask.text("timezone") or "UTC",
        lang=ask.language,
    )
    return _answered(ask, view, text, ids=True)


def _where(ask: Ask) -> tuple[str, ...]:
    where = ask.text("where")
    return (where,) if where else ()


def _answered(ask: Ask, view: DatasetView, text: QueryText, *, ids: bool = False) -> dict[str, Any]:
    visit = ask.visit
    page = records.search(visit.reader, view, text, ids=ids, cancel=visit.cancel)
    rows = objects.record_objects(page, text.timezone)
    if page.ids is not None:
        rows = [{"_id": id_, **row} for id_, row in zip(page.ids, rows, strict=True)]
    kept, said = fitted(rows, total=page.total_count, offset=text.offset)
    address = stating.of_dataset(visit, view, "/records", [*pairs(text), *_application(ids)])
    return {"rows": kept, "output": said, "source": stating.source(ask, view, address)}


def _one(ask: Ask, view: DatasetView, record_id: str, select: str | None) -> dict[str, Any]:
    visit = ask.visit
    text = QueryText(select=select, timezone=ask.text("timezone") or "UTC", lang=ask.language)
    page = records.lookup(visit.reader, view, record_id, text, cancel=visit.cancel)
    rows = [{"_id": record_id, **row} for row in objects.record_objects(page, text.timezone)]
    kept, said = fitted(rows, total=1)
    below = f"/records/{stating.quoted(record_id)}"
    address = stating.of_dataset(visit, view, below, [*pairs(text), *_application(True)])
    return {"rows": kept, "output": said, "source": stating.source(ask, view, address)}


def _application(ids: bool) -> list[tuple[str, str]]:
    return [("include_app_metas", "true")] if ids else []


def pairs(text: QueryText) -> list[tuple[str, Any]]:
    """The clauses as parameters of the API; those that keep their default are left out."""
    return [
        ("select", text.select),
        *(("where", where) for where in text.where),
        ("group_by", text.group_by),
        ("order_by", text.order_by),
        ("limit", text.limit),
        ("offset", text.offset or None),
        ("timezone", text.timezone if text.timezone != "UTC" else None),
        ("lang", text.lang),
    ]
