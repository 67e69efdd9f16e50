"""The features of a collection, and one of them."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import NotFound
from parvis.data.odsql import typed
from parvis.data.serving import records
from parvis.web.api.explore_v21.links import of_file
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.ogc import crs, links
from parvis.web.api.ogc.endpoint import VERSIONS, OgcCall, only_known
from parvis.web.api.ogc.features import geojson, selection
from parvis.web.api.ogc.features.fields import testable_of
from parvis.web.api.ogc.redirects import to_page

ONE = VERSIONS | {"crs", "properties", "skipGeometry"}


def items(call: Call) -> Answer:
    """``GET /collections/{dataset_id}/items``."""
    view = call.dataset
    name = view.manifest.id
    if isinstance(call, OgcCall) and call.wants_html:
        return to_page(f"{links.page(call, name)}table/")
    schema = view.records.schema
    only_known(call, selection.KNOWN | {field.name for field in testable_of(schema)})
    asked = selection.read(call.parameters, schema)
    page = records.page(call.reader, view, asked.query, ids=True, after=asked.cursor, total=False, cancel=call.cancel)
    matched = records.count(call.reader, view, asked.query.where, cancel=call.cancel)
    found = {
        "type": "FeatureCollection",
        "numberMatched": matched,
        "numberReturned": len(page.rows),
        "features": geojson.features(page, asked.geometry, asked.crs),
        "links": _links(call, name, _next(call, name, asked, page.after, matched)),
    }
    return _answer(call, found, asked.crs)


def _next(call: Call, name: str, asked: selection.Selection, after: str | None, matched: int) -> str | None:
    address = links.items(call, name)
    if asked.cursor is not None:
        return None if after is None else links.again(call, address, cursor=after)
    beyond = asked.query.offset + (asked.query.limit or 0)
    return links.again(call, address, offset=beyond) if beyond < matched else None


def _links(call: Call, name: str, next_: str | None) -> list[dict[str, Any]]:
    found = [
        links.link(links.again(call, links.items(call, name)), "self", links.GEOJSON),
        links.link(f"{links.page(call, name)}table/", "alternate", links.HTML),
        links.link(links.collection(call, name), "collection", links.JSON),
    ]
    return found if next_ is None else [*found, links.link(next_, "next", links.GEOJSON)]


def item(call: Call) -> Answer:
    """``GET /collections/{dataset_id}/items/{feature_id}``."""
    view = call.dataset
    name, id_ = view.manifest.id, call.path["feature_id"]
    only_known(call, ONE)
    columns, geometry = selection.columns_of(call.parameters, view.records.schema)
    uri = crs.read(call.parameters.get("crs"))
    page = records.one(call.reader, view, id_, typed.Query(columns, limit=1), cancel=call.cancel)
    if not page.rows:
        raise NotFound(f"The requested feature {id_[:60]} does not exist.")
    (found,) = geojson.features(page, geometry, uri)
    address = f"{links.items(call, name)}/{id_}"
    found["links"] = [
        links.link(address, "self", links.GEOJSON),
        links.link(links.collection(call, name), "collection", links.JSON),
    ]
    return _answer(call, found, uri)


def _answer(call: Call, found: dict[str, Any], uri: str) -> Answer:
    made = json_answer(found, modified=call.dataset.manifest.published_at)
    headers = {"Content-Crs": f"<{uri}>", **of_file(call, call.dataset.manifest)}
    return Answer(made.body, media_type=links.GEOJSON, modified=made.modified, headers=headers)
