"""The tool that gives the address of a file: for more records than an answer holds."""

from __future__ import annotations

from typing import Any

from parvis.data.exports.formats import ALIASES, FORMATS
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import exports, guard, records
from parvis.web.api.mcp import stating
from parvis.web.api.mcp.asking import Ask
from parvis.web.api.mcp.querying import pairs


def export_link(ask: Ask) -> dict[str, Any]:
    """An address that downloads records in a format, checked before it is given; nothing is made yet.

    Raises as :func:`parvis.data.serving.exports.export`.
    """
    visit, view = ask.visit, ask.dataset()
    where = ask.text("where")
    text = QueryText(
        select=ask.text("select"),
        where=(where,) if where else (),
        group_by=ask.text("group_by"),
        order_by=ask.text("order_by"),
        limit=ask.number("limit", -1),
        timezone=ask.text("timezone") or "UTC",
        lang=ask.language,
    )
    asked = ask.text("format") or "csv"
    name = ALIASES.get(asked, asked)
    if name not in exports.formats(view) or not FORMATS[name].built:
        # Streams begin when they are read; files that are built whole would be built here and now.
        exports.export(visit.reader, view, name, text, {}, cancel=visit.cancel)
    query = compile_query(text, view.records.schema, purpose=Purpose.EXPORT)
    guard.check(query.where)
    address = stating.of_dataset(visit, view, f"/exports/{name}", pairs(text))
    found: dict[str, Any] = {
        "url": address,
        "format": name,
        "media_type": FORMATS[name].media_type,
        "filename": f"{view.manifest.id}.{FORMATS[name].extension}",
        "formats": exports.formats(view),
    }
    if not query.groups and not query.aggregated:
        rows = records.count(visit.reader, view, query.where, text.timezone, visit.cancel)
        found["rows"] = rows if query.limit is None else min(rows, query.limit)
    return {**found, "source": stating.source(ask, view, address)}
