"""The collections of a portal: its catalog, and each dataset with open records."""

from __future__ import annotations

from typing import Any

from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import catalog
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.ogc import crs, links, paging
from parvis.web.api.ogc.endpoint import OgcCall, only_known
from parvis.web.api.ogc.features.collections import collection
from parvis.web.api.ogc.redirects import to_page

CATALOG = "catalog"
KNOWN = frozenset({"limit", "offset"})
_PAGE = 1_000


def collections(call: Call) -> Answer:
    """``GET /collections``: by pages of 1,000 at most, the catalog first."""
    if isinstance(call, OgcCall) and call.wants_html:
        return to_page(f"{call.root}/explore/")
    only_known(call, KNOWN)
    limit, offset = paging.limit_of(call.parameters, _PAGE, _PAGE), paging.offset_of(call.parameters)
    text = QueryText(where=("has_records is true",), order_by="dataset_id", limit=limit, offset=offset)
    page = catalog.search(call.reader, call.domain, call.caller, text, purpose=Purpose.INTERNAL, cancel=call.cancel)
    found = [collection(call, view) for view in page.views if view.table is not None]
    address = f"{links.base(call)}/collections"
    beyond = offset + limit
    listed = [links.link(links.again(call, address), "self", links.JSON)]
    if beyond < page.total_count:
        listed.append(links.link(links.again(call, address, offset=beyond), "next", links.JSON))
    first = [] if offset else [of_catalog(call)]
    return json_answer({"links": listed, "collections": [*first, *found], "crs": list(crs.SUPPORTED)})


def one(call: Call) -> Answer:
    """``GET /collections/{dataset_id}``."""
    view = call.dataset
    if isinstance(call, OgcCall) and call.wants_html:
        return to_page(links.page(call, view.manifest.id))
    only_known(call, frozenset())
    assert view.records
    return json_answer(collection(call, view), modified=view.manifest.published_at)


def the_catalog(call: Call) -> Answer:
    """``GET /collections/catalog``."""
    if isinstance(call, OgcCall) and call.wants_html:
        return to_page(f"{call.root}/explore/")
    only_known(call, frozenset())
    call.reader.require_catalog(call.domain, call.caller)
    return json_answer(of_catalog(call))


def of_catalog(call: Call) -> dict[str, Any]:
    """The catalog as a collection of records."""
    here, items = links.collection(call, CATALOG), links.items(call, CATALOG)
    return {
        "id": CATALOG,
        "title": call.domain.title,
        "itemType": "record",
        "crs": [crs.CRS84],
        "links": [
            links.link(here, "self", links.JSON),
            links.link(f"{call.root}/explore/", "alternate", links.HTML),
            links.link(items, "items", links.GEOJSON),
            links.link(f"{here}/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", links.SCHEMA),
        ],
    }
