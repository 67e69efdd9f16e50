"""The catalog: list of datasets, one dataset, facets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parvis.core.errors import InvalidParameter, NotFound
from parvis.data.serving import catalog
from parvis.web.api.explore_v21 import links, metadata, objects
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import query_text

EMPTY_SOURCES = ("monitoring", "shared")


def datasets(call: Call) -> Answer:
    """``GET /catalog/datasets``."""
    text = query_text(call.parameters, call.domain.language)
    found = catalog.search(call.reader, call.domain, call.caller, text, cancel=call.cancel)
    usage, linked = call.parameters.flag("include_app_metas"), call.parameters.flag("include_links")
    results: list[dict[str, Any]] = found.rows if found.rows is not None else []
    if found.rows is None:
        results = [_object(call, view, text.lang, usage=usage, linked=linked) for view in found.views]
    answer: dict[str, Any] = {"total_count": found.total_count, "results": results}
    if linked:
        answer = {"_links": [links.link(links.datasets(call), "self")], **answer}
    return json_answer(answer)


def dataset(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}``."""
    text = query_text(call.parameters, call.domain.language)
    view = call.dataset
    if text.select:
        if call.parameters.get("version") or call.parameters.get("as_of"):
            raise InvalidParameter("select reads the catalog of today.", hint="ask for the version without select")
        asked = replace(text, where=(f'dataset_id="{view.manifest.id}"',), limit=1)
        rows = catalog.search(call.reader, call.domain, call.caller, asked, cancel=call.cancel).rows
        if not rows:
            raise NotFound(f"The requested dataset {view.manifest.id} does not exist.")
        return json_answer(rows[0], modified=view.manifest.published_at)
    usage, linked = call.parameters.flag("include_app_metas"), call.parameters.flag("include_links")
    found = _object(call, view, text.lang, usage=usage, linked=linked)
    return json_answer(found, modified=view.manifest.published_at, Link=metadata.described_by(call))


def facets(call: Call) -> Answer:
    """``GET /catalog/facets``."""
    text = query_text(call.parameters, call.domain.language)
    return json_answer(
        objects.facets_object(catalog.facets(call.reader, call.domain, call.caller, text, cancel=call.cancel))
    )


def empty_datasets(call: Call) -> Answer:
    """``GET /monitoring/datasets`` and ``/shared/datasets``: sources that this installation leaves empty."""
    return json_answer({"total_count": 0, "results": []})


def _object(call: Call, view: Any, lang: str, *, usage: bool, linked: bool) -> dict[str, Any]:
    found = objects.dataset_object(view, lang, usage=usage)
    return {"_links": links.dataset_links(call, view.manifest.id), **found} if linked else found
