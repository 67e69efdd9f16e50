"""The catalog in v1."""

from __future__ import annotations

from parvis.data.serving import catalog
from parvis.data.serving import records as serving_records
from parvis.web.api.explore_v1 import objects
from parvis.web.api.explore_v1.parameters import echoed, query_text
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call


def search(call: Call) -> Answer:
    """``/api/datasets/1.0/search/``."""
    text = query_text(call)
    found = catalog.search(call.reader, call.domain, call.caller, text, cancel=call.cancel)
    answer = {
        "nhits": found.total_count,
        "parameters": echoed(call, text),
        "datasets": [objects.dataset(view, text.lang) for view in found.views],
    }
    if text.facet:
        groups = catalog.facets(call.reader, call.domain, call.caller, text, cancel=call.cancel)
        answer["facet_groups"] = objects.facet_groups(groups)
    return objects.answer(call.parameters, answer)


def lookup(call: Call) -> Answer:
    """``/api/datasets/1.0/{dataset_id}/``."""
    view = call.dataset
    lang = call.parameters.get("lang") or call.domain.language
    return objects.answer(call.parameters, objects.dataset(view, lang), view.manifest.published_at)


def record(call: Call) -> Answer:
    """``/api/datasets/1.0/{dataset_id}/records/{record_id}``."""
    text = query_text(call, call.dataset.records.schema)
    page = serving_records.lookup(call.reader, call.dataset, call.path["record_id"], text, cancel=call.cancel)
    found = objects.records(call.dataset, page, text.timezone)[0]
    return objects.answer(call.parameters, found, call.dataset.manifest.published_at)


def snapshots(call: Call) -> Answer:
    """``/api/datasets/1.0/{dataset_id}/snapshots/``: this installation keeps versions instead."""
    return objects.answer(call.parameters, {"datasetid": call.dataset.manifest.id, "snapshots": []})
