"""What the script of the map is given: addresses of the public API and what the reader chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from parvis.core.fields import Field, FieldType
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.tiles import making
from parvis.data.serving.tiles.asking import geometries
from parvis.data.store.basemaps import Basemap, read
from parvis.data.store.manifest import Manifest
from parvis.web.portal.pages.dataset import API, address
from parvis.web.portal.pages.maps.chosen import Chosen
from parvis.web.portal.pages.maps.colours import Colours
from parvis.web.portal.pages.maps.territories import NAMING, Territories, measures
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

TILES = "/api/tiles/v1/datasets"
PANEL = 8
PLAIN = "natural-earth"
Pairs = Sequence[tuple[str, str]]


def settings(
    view: DatasetView,
    selection: Selection,
    chosen: Chosen,
    extent: making.Extent | None,
    drawn: Colours | None,
    picked: Territories | None,
) -> dict[str, Any]:
    """What the script reads: addresses of the public API, fields, colours."""
    id_, query = view.manifest.id, selection.api_pairs()
    fields = geometries(view.records.schema)
    geometry = next((f for f in fields if f.name == chosen.geometry), fields[0] if fields else None)
    carried = [drawn.field] if drawn else []
    own = [*query, *([("geometry", geometry.name)] if geometry else []), *[("fields", name) for name in carried]]
    return {
        "document": f"{TILES}/{id_}?{urlencode(own)}",
        "ready": None if extent is None else ready(view.manifest, extent, own),
        "records": f"{API}/catalog/datasets/{id_}/records",
        "geojson": f"{API}/catalog/datasets/{id_}/exports/geojson",
        "query": query,
        "field": geometry.name if geometry else None,
        "kind": "shape" if geometry and geometry.type is FieldType.GEO_SHAPE else "point",
        "record": record_address(id_),
        "table": address("table", view),
        "columns": [{"name": f.name, "label": label(f)} for f in shown(view)],
        "location": [float(part) for part in chosen.location.split(",")] if chosen.location else None,
        "colours": drawn.settings() if drawn else None,
        "territories": joined_settings(view, picked, chosen.measure) if picked else None,
    }


def ready(manifest: Manifest, extent: making.Extent, query: Pairs) -> dict[str, Any]:
    """What the TileJSON document would say, already known here: one round trip less before the first tile."""
    named = urlencode([("v", f"{manifest.version}.{manifest.revision}"), *query])
    return {
        "tiles": [f"{TILES}/{manifest.id}/{{z}}/{{x}}/{{y}}.mvt?{named}"],
        "bounds": extent.bounds,
        "count": extent.count,
        "placed": extent.placed,
        "small": extent.small,
    }


def joined_settings(view: DatasetView, picked: Territories, measure: str) -> dict[str, Any]:
    """The shapes and their key, our code, and what is counted or averaged."""
    carried = [picked.key, *([picked.name] if picked.name else [])]
    field = next((f for f in measures(view) if f.name == measure), None)
    query = urlencode([("geometry", picked.geometry), *[("fields", name) for name in carried]])
    return {
        "document": f"{TILES}/{picked.dataset}?{query}",
        "geojson": f"{API}/catalog/datasets/{picked.dataset}/exports/geojson",
        "geometry": picked.geometry,
        "key": picked.key,
        "name": picked.name,
        "code": picked.code,
        "measure": field.name if field else None,
        "title": _("Average of {name}").format(name=label(field)) if field else _("Number of records"),
    }


def record_address(dataset_id: str) -> str | None:
    """Where the page of a record is, before its identifier; None where there are no such pages."""
    try:
        return reverse("portal:record", args=[dataset_id, "0"]).removesuffix("0/")
    except NoReverseMatch:
        return None


def shown(view: DatasetView) -> list[Field]:
    """The fields that the panel shows: the first ones that can be read in a line, what names the record before all."""
    hidden = {FieldType.GEO_POINT, FieldType.GEO_SHAPE, FieldType.JSON, FieldType.FILE}
    found = [f for f in view.records.schema if f.type not in hidden]
    return sorted(found, key=lambda field: not NAMING.search(field.name.lower()))[:PANEL]


def backgrounds(visit: Visit) -> tuple[tuple[str, str], ...]:
    """The backgrounds to choose from, when the domain offers any beside the one of every portal."""
    offered = read(visit.domain.basemaps)
    return ((PLAIN, "Natural Earth"), *((basemap.name, basemap.name) for basemap in offered)) if offered else ()


def basemap_settings(visit: Visit, chosen: Chosen) -> dict[str, Any] | None:
    """The background of another host that is shown: the one chosen, else the one that maps begin with."""
    found = background(read(visit.domain.basemaps), chosen.basemap)
    return None if found is None else found.to_dict()


def background(offered: Sequence[Basemap], name: str) -> Basemap | None:
    """The background of that name; None for the one of every portal."""
    if name == PLAIN:
        return None
    named = next((basemap for basemap in offered if basemap.name == name), None)
    return named or next((basemap for basemap in offered if basemap.first), None)
