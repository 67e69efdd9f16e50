"""The catalog in v1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.data.serving.catalog_fields import FIELDS
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v1 import feeds, formats, objects
from parvis.web.api.explore_v1.parameters import echoed, query_text
from parvis.web.api.explore_v1.quoting import quoted
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call

_COLUMNS = tuple(f.name for f in FIELDS if not f.name.startswith("explore."))


def search(call: Call) -> Answer:
    """``/api/datasets/1.0/search/``."""
    format_ = formats.wanted(call.parameters, formats.DATASETS)
    text = query_text(call)
    if format_ == "csv":
        return _table(call, text)
    found = catalog.search(call.reader, call.domain, call.caller, text, cancel=call.cancel)
    if format_ == "rss":
        return feeds.rss(call.domain.title, f"{call.root}/explore/", _entries(call, found.views))
    answer = {
        "nhits": found.total_count,
        "parameters": echoed(call, text),
        "datasets": [objects.dataset(view, text.lang) for view in found.views],
    }
    if text.facet:
        groups = catalog.facets(call.reader, call.domain, call.caller, text, cancel=call.cancel)
        answer["facet_groups"] = objects.facet_groups(groups)
    return formats.answer(call.parameters, answer)


def _table(call: Call, text: QueryText) -> Answer:
    """One line a dataset; the identifier keeps the name that v1 gives it."""
    asked = replace(text, select=", ".join(quoted(name) for name in _COLUMNS))
    found = catalog.search(call.reader, call.domain, call.caller, asked, cancel=call.cancel)
    names = ["datasetid" if name == "dataset_id" else name for name in _COLUMNS]
    rows = [[row[name] for name in _COLUMNS] for row in found.rows or ()]
    return formats.table(call.parameters, names, rows, f"{call.domain.slug}.csv")


def _entries(call: Call, views: Iterable[DatasetView]) -> list[feeds.Entry]:
    return [
        feeds.Entry(
            title=view.manifest.description.title or view.manifest.id,
            link=f"{call.root}/explore/dataset/{quote(view.manifest.id)}/",
            text=view.manifest.description.description or "",
            instant=view.facts["modified"],
        )
        for view in views
    ]


def lookup(call: Call) -> Answer:
    """``/api/datasets/1.0/{dataset_id}/``."""
    view = call.dataset
    lang = call.parameters.get("lang") or call.domain.language
    return formats.answer(call.parameters, objects.dataset(view, lang), view.manifest.published_at)


def snapshots(call: Call) -> Answer:
    """``/api/datasets/1.0/{dataset_id}/snapshots/``: this installation keeps versions instead."""
    return formats.answer(call.parameters, {"datasetid": call.dataset.manifest.id, "snapshots": []})
