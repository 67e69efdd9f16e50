"""A dataset as a collection of features."""

from __future__ import annotations

from typing import Any

from parvis.data.licensing.names import license_url
from parvis.data.metadata.prose import plain
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v21.links import dataset as explore_address
from parvis.web.api.http.endpoint import Call
from parvis.web.api.ogc import crs, links
from parvis.web.api.ogc.features.fields import geometry_of

_SCHEMA = "http://www.opengis.net/def/rel/ogc/1.0/schema"
_QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


def collection(call: Call, view: DatasetView) -> dict[str, Any]:
    """The description of a collection, as its caller may see it."""
    manifest = view.manifest
    stated = manifest.description
    found: dict[str, Any] = {
        "id": manifest.id,
        "title": stated.title or manifest.id,
        "description": plain(stated.description),
        "keywords": list(stated.keyword) or None,
        "attribution": stated.publisher,
        "itemType": "feature",
        "crs": list(crs.SUPPORTED),
        "storageCrs": crs.CRS84 if geometry_of(view.access.schema) else None,
        "extent": extent(stated.bbox if view.whole and geometry_of(view.access.schema) else None, ()),
        "links": _links(call, view),
    }
    return {name: value for name, value in found.items() if value is not None}


def extent(
    box: tuple[float, float, float, float] | None, periods: tuple[tuple[str | None, str | None], ...]
) -> dict[str, Any] | None:
    """Where and when, as far as it is known."""
    found: dict[str, Any] = {}
    if box is not None:
        found["spatial"] = {"bbox": [list(box)], "crs": crs.CRS84}
    if periods:
        found["temporal"] = {"interval": [list(p) for p in periods], "trs": GREGORIAN}
    return found or None


def _links(call: Call, view: DatasetView) -> list[dict[str, Any]]:
    manifest = view.manifest
    here, title = links.collection(call, manifest.id), manifest.description.title or manifest.id
    found = [
        links.link(here, "self", links.JSON),
        links.link(links.page(call, manifest.id), "alternate", links.HTML, title),
        links.link(links.items(call, manifest.id), "items", links.GEOJSON, title),
        links.link(f"{here}/queryables", _QUERYABLES, links.SCHEMA),
        links.link(f"{here}/schema", _SCHEMA, links.SCHEMA),
        links.link(explore_address(call, manifest.id), "describedby", links.JSON),
        links.link(f"{links.items(call, 'catalog')}/{manifest.id}", "about", links.GEOJSON),
    ]
    license_ = manifest.description.license_url or license_url(manifest.description.license or "")
    if license_ and license_.startswith(("https://", "http://")):
        found.append(links.link(license_, "license", links.HTML, manifest.description.license))
    return found
