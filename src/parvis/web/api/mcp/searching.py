"""The tool that finds datasets."""

from __future__ import annotations

from typing import Any

from parvis.data.odsql.text import QueryText
from parvis.data.odsql.writing import literal
from parvis.data.serving import catalog
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.suggestions import suggestions
from parvis.web.api.mcp import stating
from parvis.web.api.mcp.asking import Ask
from parvis.web.api.mcp.bounding import fitted

SUMMARY = 280
FACETS = ("theme", "publisher", "license", "keyword", "features")
_VALUES = 12
_REFINED = ("theme", "publisher", "keyword")


def search_datasets(ask: Ask) -> dict[str, Any]:
    """Datasets that words, a condition and refinements find, the best first."""
    visit = ask.visit
    text, pairs = _query(ask)
    found = catalog.search(visit.reader, visit.domain, visit.caller, text, cancel=visit.cancel)
    rows, said = fitted([_card(ask, view) for view in found.views], total=found.total_count, offset=text.offset)
    answer: dict[str, Any] = {"total": found.total_count, "datasets": rows, "output": said}
    if ask.arguments.get("facets") or not found.total_count:
        # With nothing found, what there is says more than an empty list.
        wide = text if found.total_count else QueryText(lang=text.lang)
        answer["facets"] = _facets(ask, wide)
    if not found.total_count:
        answer["hint"] = "Nothing was found: try fewer or other words; facets holds what the whole portal has."
        answer["near"] = _near(ask)
    return {**answer, "source": stating.portal(ask, stating.api(visit, "/catalog/datasets", pairs))}


def _near(ask: Ask) -> list[dict[str, str]]:
    """Datasets and values of facets whose names come near the words."""
    visit, words = ask.visit, ask.text("text") or ""
    found = suggestions(visit.reader, visit.domain, visit.caller, words, ask.language)
    return [{"kind": one.kind, "id": one.id, "label": one.label} for one in found]


def _query(ask: Ask) -> tuple[QueryText, list[tuple[str, Any]]]:
    words, where = ask.text("text"), ask.text("where")
    conditions = [f"search({literal(words)})"] if words else []
    conditions += [where] if where else []
    refined = [f'{name}:"{v}"' for name in _REFINED if (v := ask.text(name))]
    order, limit, offset = ask.text("order_by"), ask.number("limit", 10), ask.number("offset", 0)
    text = QueryText(
        where=tuple(conditions),
        refine=tuple(refined),
        order_by=order,
        limit=limit,
        offset=offset,
        lang=ask.language,
    )
    pairs = [*(("where", c) for c in conditions), *(("refine", r) for r in refined), ("order_by", order)]
    return text, [*pairs, ("limit", limit), ("offset", offset or None), ("lang", ask.language)]


def _card(ask: Ask, view: DatasetView) -> dict[str, Any]:
    """A dataset in short."""
    manifest, stated = view.manifest, view.manifest.description
    found = {
        "dataset": manifest.id,
        "title": stating.title(ask, view),
        "summary": stating.prose(stated.description, SUMMARY),
        "publisher": stating.seen(stated.publisher),
        "license": stating.license_line(view, ask.language),
        "records": view.rows,
        "records_open": view.access.records,
        "modified": stated.modified or manifest.data_processed,
        "version": manifest.version,
        "themes": list(stated.theme),
        "keywords": list(stated.keyword[:12]),
        "territory": list(stated.territory[:12]),
        "trust": trust(view),
        "page": stating.page(ask.visit, manifest.id),
        "api": stating.api(ask.visit, f"/catalog/datasets/{stating.quoted(manifest.id)}"),
    }
    return {name: value for name, value in found.items() if value not in (None, [], "")}


def trust(view: DatasetView) -> dict[str, Any] | None:
    """The trust score in short."""
    known = view.manifest.trust or {}
    if known.get("score") is None:
        return None
    return {"score": known["score"], "band": known.get("band"), "provisional": bool(known.get("provisional"))}


def _facets(ask: Ask, text: QueryText) -> dict[str, Any]:
    visit = ask.visit
    asked = QueryText(where=text.where, refine=text.refine, facet=FACETS, lang=text.lang)
    groups = catalog.facets(visit.reader, visit.domain, visit.caller, asked, cancel=visit.cancel)
    return {g.name: [{"value": v.path, "count": v.count} for v in g.values[:_VALUES]] for g in groups if g.values}
