"""The endpoints of v2.0."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parvis.data.odsql.text import QueryText, Version
from parvis.data.serving import catalog, exports, records
from parvis.web.api.explore_v20 import geojson, objects
from parvis.web.api.explore_v21.exports import CATALOG_FORMATS, catalog_export, records_file
from parvis.web.api.explore_v21.links import format_links, link
from parvis.web.api.explore_v21.objects import facets_object
from parvis.web.api.http.answers import Answer, FileAnswer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import Parameters, query_text

SOURCES = ("catalog", "monitoring", "shared")


def text_of(call: Call) -> QueryText:
    """The clauses of the request; ``rows`` and ``start`` are older names of limit and offset."""
    text = query_text(call.parameters, call.domain.language, Version.V2_0)
    rows, start = call.parameters.integer("rows"), call.parameters.integer("start")
    if text.limit is None and rows is not None:
        text = replace(text, limit=rows)
    return replace(text, offset=start) if start is not None and not text.offset else text


def root(call: Call) -> Answer:
    """``GET /api/explore/v2.0``."""
    here = objects.address(call)
    below = [link(f"{here}/{source}", source) for source in SOURCES]
    return json_answer({"links": [link(here, "self"), *below]})


def source(call: Call) -> Answer:
    """``GET /catalog``, ``/monitoring``, ``/shared``."""
    name = call.path["source"]
    here = objects.address(call, name)
    below = ("datasets", "exports", "metadata_templates") if name == "catalog" else ("datasets",)
    return json_answer({"links": [link(here, "self"), *(link(f"{here}/{n}", n) for n in below)]})


def empty_datasets(call: Call) -> Answer:
    """``GET /monitoring/datasets`` and ``/shared/datasets``: sources that this installation leaves empty."""
    return json_answer({"total_count": 0, "links": [], "datasets": []})


def datasets(call: Call) -> Answer:
    """``GET /catalog/datasets``."""
    text = text_of(call)
    found = catalog.search(call.reader, call.domain, call.caller, text, cancel=call.cancel)
    items: list[dict[str, Any]] = found.rows or []
    if text.select and not text.group_by:
        items = [{"links": [], "dataset": row} for row in items]
    if found.rows is None:
        items = [objects.wrapped_dataset(call, view, text.lang) for view in found.views]
    links = [link(objects.address(call, "catalog", "datasets"), "self")]
    return json_answer({"total_count": found.total_count, "links": links, "datasets": items})


def dataset(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}``."""
    lang = text_of(call).lang
    return json_answer(objects.wrapped_dataset(call, call.dataset, lang), modified=call.dataset.manifest.published_at)


def catalog_facets(call: Call) -> Answer:
    """``GET /catalog/facets``."""
    groups = catalog.facets(call.reader, call.domain, call.caller, text_of(call), cancel=call.cancel)
    return json_answer(facets_object(groups))


def search(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/records``."""
    text = text_of(call)
    page = records.search(call.reader, call.dataset, text, ids=not text.group_by, cancel=call.cancel)
    here = objects.address(call, "catalog", "datasets", call.dataset.manifest.id, "records")
    found = objects.wrapped_records(call, page, text.timezone)
    answer = {"total_count": page.total_count, "links": [link(here, "self")], "records": found}
    return json_answer(answer, modified=call.dataset.manifest.published_at)


def lookup(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/records/{record_id}``."""
    text = text_of(call)
    page = records.lookup(call.reader, call.dataset, call.path["record_id"], text, cancel=call.cancel)
    found = objects.wrapped_records(call, page, text.timezone)
    return json_answer(found[0], modified=call.dataset.manifest.published_at)


def aggregates(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/aggregates``."""
    text = text_of(call)
    page = records.search(call.reader, call.dataset, text, total=False, cancel=call.cancel)
    return json_answer({"links": [], "aggregations": objects.record_objects(page, text.timezone)})


def catalog_aggregates(call: Call) -> Answer:
    """``GET /catalog/aggregates``."""
    found = catalog.search(call.reader, call.domain, call.caller, text_of(call), cancel=call.cancel)
    return json_answer({"links": [], "aggregations": found.rows or []})


def facets(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/facets``."""
    groups = records.facets(call.reader, call.dataset, text_of(call), cancel=call.cancel)
    return json_answer(facets_object(groups), modified=call.dataset.manifest.published_at)


def formats(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/exports``."""
    here = objects.address(call, "catalog", "datasets", call.dataset.manifest.id, "exports")
    return json_answer({"links": format_links(here, exports.formats(call.dataset))})


def export(call: Call) -> FileAnswer:
    """``GET /catalog/datasets/{dataset_id}/exports/{format}``."""
    text = text_of(call)
    made = records_file(call, call.path["format"], text)
    return geojson.with_timestamps(made, call.dataset, text) if call.path["format"] == "geojson" else made


def attachments(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/attachments``."""
    dataset = call.dataset.manifest
    here = objects.address(call, "catalog", "datasets", dataset.id, "attachments")
    found = [{"href": f"{here}/{a['id']}", "metas": dict(a)} for a in dataset.attachments]
    return json_answer({"links": [link(here, "self")], "attachments": found})


def catalog_formats(call: Call) -> Answer:
    """``GET /catalog/exports``."""
    return json_answer({"links": format_links(objects.address(call, "catalog", "exports"), CATALOG_FORMATS)})


def catalog_file(call: Call) -> Answer | FileAnswer:
    """``GET /catalog/exports/{format}``; without ``with_bom``, CSV has no byte order mark."""
    pairs = [(name, value) for name in call.parameters.names() for value in call.parameters.all(name)]
    if not call.parameters.get("with_bom"):
        pairs.append(("with_bom", "false"))
    return catalog_export(replace(call, parameters=Parameters(pairs)))
