"""Records in v1: search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from parvis.core.fields import FieldType
from parvis.data.serving import records as serving_records
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v1 import feeds, formats, objects
from parvis.web.api.explore_v1.parameters import dataset_of, echoed, query_text, records_text
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call

Json = dict[str, Any]


def search(call: Call) -> Answer:
    """``/api/records/1.0/search/``."""
    view = dataset_of(call)
    format_ = formats.wanted(call.parameters, formats.SEARCH)
    text = records_text(call, view)
    page = serving_records.search(call.reader, view, text, ids=True, cancel=call.cancel)
    found = objects.records(view, page, text.timezone)
    if format_ in ("rss", "atom"):
        return _feed(call, view, format_, found)
    if format_.startswith("geojson"):
        return formats.answer(call.parameters, collection(found), view.manifest.published_at)
    answer: Json = {"nhits": page.total_count, "parameters": echoed(call, text), "records": found}
    if text.facet:
        groups = serving_records.facets(call.reader, view, text, cancel=call.cancel)
        answer["facet_groups"] = objects.facet_groups(groups)
    return formats.answer(call.parameters, answer, view.manifest.published_at)


def collection(records: Iterable[Json]) -> Json:
    """Records of v1 as a GeoJSON collection."""
    return {"type": "FeatureCollection", "features": [feature(record) for record in records]}


def feature(record: Json) -> Json:
    """A record of v1 as a GeoJSON feature."""
    return {"type": "Feature", "geometry": record.get("geometry"), "properties": record["fields"]}


def _feed(call: Call, view: DatasetView, format_: str, records: Iterable[Json]) -> Answer:
    """Records as a feed: the first text of each is its title."""
    dataset = view.manifest
    page = f"{call.root}/explore/dataset/{quote(dataset.id)}/"
    address = f"{call.root}/api/datasets/1.0/{quote(dataset.id)}/records/"
    naming = next((f.name for f in view.access.schema if f.type is FieldType.TEXT and not f.is_list), "")
    entries = [
        feeds.Entry(
            title=str(r["fields"].get(naming) or r["recordid"]),
            link=address + r["recordid"],
            text="\n".join(f"{name}: {value}" for name, value in r["fields"].items()),
            instant=r["record_timestamp"],
        )
        for r in records
    ]
    made = (feeds.rss if format_ == "rss" else feeds.atom)(dataset.description.title or dataset.id, page, entries)
    return replace(made, modified=dataset.published_at)


def record(call: Call) -> Answer:
    """``/api/datasets/1.0/{dataset_id}/records/{record_id}``."""
    view = call.dataset
    text = query_text(call, view.records.schema)
    page = serving_records.lookup(call.reader, view, call.path["record_id"], text, cancel=call.cancel)
    found = objects.records(view, page, text.timezone)[0]
    return formats.answer(call.parameters, found, view.manifest.published_at)
