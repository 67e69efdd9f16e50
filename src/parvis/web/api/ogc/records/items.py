"""The records of the catalog, and one of them."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from parvis.data.metadata.dialects import DIALECTS
from parvis.data.metadata.ogc_record import record
from parvis.data.odsql.text import Purpose
from parvis.data.serving import catalog
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.descriptions import description_of, root_of
from parvis.web.api.explore_v21.links import dataset as explore_address
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.ogc import links
from parvis.web.api.ogc.collections import CATALOG
from parvis.web.api.ogc.endpoint import OgcCall, only_known
from parvis.web.api.ogc.features.schemas import property_of
from parvis.web.api.ogc.records import selection
from parvis.web.api.ogc.redirects import to_page


def items(call: Call) -> Answer:
    """``GET /collections/catalog/items``."""
    if isinstance(call, OgcCall) and call.wants_html:
        return to_page(f"{call.root}/explore/")
    only_known(call, selection.KNOWN)
    text = selection.text_of(call.parameters)
    also = partial(selection.condition_of, call.parameters)
    page = catalog.search(
        call.reader, call.domain, call.caller, text, purpose=Purpose.INTERNAL, also=also, cancel=call.cancel
    )
    address = links.items(call, CATALOG)
    listed = [
        links.link(links.again(call, address), "self", links.GEOJSON),
        links.link(f"{call.root}/explore/", "alternate", links.HTML),
        links.link(links.collection(call, CATALOG), "collection", links.JSON),
    ]
    beyond = text.offset + (text.limit or 0)
    if beyond < page.total_count:
        listed.append(links.link(links.again(call, address, offset=beyond), "next", links.GEOJSON))
    found = {
        "type": "FeatureCollection",
        "numberMatched": page.total_count,
        "numberReturned": len(page.views),
        "features": [of_dataset(call, view) for view in page.views],
        "links": listed,
    }
    return Answer(json_answer(found).body, media_type=links.GEOJSON)


def item(call: Call) -> Answer:
    """``GET /collections/catalog/items/{dataset_id}``."""
    only_known(call, frozenset())
    found = of_dataset(call, call.dataset)
    modified = call.dataset.manifest.published_at
    return Answer(json_answer(found).body, media_type=links.GEOJSON, modified=modified)


def of_dataset(call: Call, view: DatasetView) -> dict[str, Any]:
    """The record of a dataset, as its caller may see it."""
    described = description_of(root_of(call.domain, call.root), call.domain, view)
    return record(described, view.manifest.id, _links(call, view))


def _links(call: Call, view: DatasetView) -> list[dict[str, Any]]:
    id_ = view.manifest.id
    found = [
        links.link(f"{links.items(call, CATALOG)}/{quote(id_, safe='')}", "self", links.GEOJSON),
        links.link(links.collection(call, CATALOG), "collection", links.JSON),
        links.link(links.page(call, id_), "alternate", links.HTML),
    ]
    address = f"{explore_address(call, id_)}/metadata"
    found += [
        links.link(f"{address}/{d.name}", "alternate", d.media_type.partition(";")[0], d.title)
        for d in DIALECTS.values()
    ]
    if view.table is not None:
        found.append(links.link(links.collection(call, id_), "item", links.JSON, "OGC API – Features"))
    return found


def queryables(call: Call) -> Answer:
    """``GET /collections/catalog/queryables``."""
    only_known(call, frozenset())
    call.reader.require_catalog(call.domain, call.caller)
    schema = call.reader.catalog(call.domain.slug).schema
    named = {name: schema.by_name[column] for name, column in selection.NAMES.items()}
    properties = {name: property_of(field, place) for place, (name, field) in enumerate(named.items(), 1)}
    geometry = {"format": "geometry-polygon", "x-ogc-role": "primary-geometry"}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{links.collection(call, CATALOG)}/queryables",
        "type": "object",
        "title": call.domain.title,
        "properties": {**properties, "geometry": geometry},
        "additionalProperties": False,
    }
    return Answer(json_answer(document).body, media_type=links.SCHEMA)
