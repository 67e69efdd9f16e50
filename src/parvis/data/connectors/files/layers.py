"""Layers of map servers: ArcGIS, WFS, OGC API Features; all pages in one GeoJSON Lines file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import httpx
import orjson

from parvis.data.connectors.files.interface import Fetch, FileOutcome, Option, Reach, number, save
from parvis.data.connectors.files.listing import settled
from parvis.data.connectors.files.paging import Page, following_of, pages, value_at, with_query
from parvis.data.connectors.files.portals import document
from parvis.data.connectors.guarded.errors import RefusedByHost
from parvis.data.connectors.guarded.pace import PoliteClient

_TOKEN = Option("token", "Access token.", secret=True)
_HEAD, _TAIL = b'{"type":"FeatureCollection","features":[', b"]}"


def fetch_features(found: Iterator[Page], name: str, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
    """The features of all pages in one GeoJSON file."""

    def text() -> Iterator[bytes]:
        yield _HEAD
        first = True
        for page in found:
            for feature in page.records:
                yield (b"" if first else b",") + orjson.dumps(feature)
                first = False
        yield _TAIL

    path = target / f"{name}.geojson"
    size, digest = save(text(), path, reach)
    return settled([FileOutcome(path.name, "fetched", size, path)], {"digest": digest}, state)


class ArcgisLayer:
    """A layer of an ArcGIS feature or map service."""

    name: ClassVar[str] = "arcgis"
    title: ClassVar[str] = "ArcGIS layer"
    help: ClassVar[str] = "A layer of an ArcGIS feature service, page by page; fetched when its last edit changes."
    options: ClassVar[tuple[Option, ...]] = (
        Option(
            "url",
            "Address of the layer.",
            required=True,
            example="https://host/arcgis/rest/services/trees/FeatureServer/0",
        ),
        Option("where", "Only features of this condition.", default="1=1"),
        _TOKEN,
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given = options

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind."""
        url, given = self._given["url"].rstrip("/"), self._given
        token = {"token": given["token"]} if given["token"] else {}
        with reach.client() as client:
            layer = document(client, with_query(url, f="json", **token), reach)
            self._require_no_error(layer)
            edited = str(value_at(layer, "editingInfo.lastEditDate") or "")
            if edited and edited == state.get("edited"):
                return Fetch((FileOutcome("layer", "unchanged", note="not edited"),), state, unchanged=True)
            size = min(int(layer.get("maxRecordCount") or 1000), 2000)
            query = with_query(
                f"{url}/query", where=given["where"], outFields="*", f="geojson", outSR="4326",
                resultOffset=0, resultRecordCount=size, **token,
            )  # fmt: skip
            fetched = fetch_features(
                pages(client, query, "features", _arcgis_next, reach), "layer", state, target, reach
            )
        return Fetch(fetched.files, {**fetched.state, "edited": edited}, fetched.unchanged)

    def _require_no_error(self, layer: Any) -> None:
        """Errors come with status 200."""
        error = layer.get("error") if isinstance(layer, dict) else {"message": "not a layer"}
        if error:
            raise RefusedByHost(f"The server says: {str(error.get('message'))[:200]}", status_code=400)


def _arcgis_next(page: Page, seen: int) -> str | None:
    exceeded = value_at(page.document, "exceededTransferLimit") or value_at(
        page.document, "properties.exceededTransferLimit"
    )
    return with_query(page.url, resultOffset=seen) if exceeded and page.records else None


class FeaturesCollection:
    """A collection of an OGC API Features server."""

    name: ClassVar[str] = "ogc-features"
    title: ClassVar[str] = "OGC API Features collection"
    help: ClassVar[str] = "A collection of an OGC API Features server, by its next links."
    options: ClassVar[tuple[Option, ...]] = (
        Option("url", "Address of the server.", required=True, example="https://geo.example.org/ogcapi"),
        Option("collection", "Identifier of the collection.", required=True, example="trees"),
        Option("page_size", "Features asked for in a page.", default="1000"),
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given, self._size = options, number(options, "page_size", 1, 10_000)

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind."""
        collection = self._given["collection"]
        url = with_query(f"{self._given['url'].rstrip('/')}/collections/{collection}/items", f="json", limit=self._size)
        following = following_of("next", "", start=0, path="")
        with reach.client() as client:
            return fetch_features(pages(client, url, "features", following, reach), "collection", state, target, reach)


class WfsLayer:
    """A feature type of a WFS 2.0 server that writes GeoJSON."""

    name: ClassVar[str] = "wfs"
    title: ClassVar[str] = "WFS layer"
    help: ClassVar[str] = "A feature type of a WFS 2.0 server, as GeoJSON in WGS 84, page by page."
    options: ClassVar[tuple[Option, ...]] = (
        Option("url", "Address of the service.", required=True, example="https://geo.example.org/wfs"),
        Option("layer", "Name of the feature type.", required=True, example="town:trees"),
        Option("output_format", "Name of GeoJSON on this server.", default="application/json"),
        Option("sort_by", "Property that orders the pages; servers without primary keys need it.", example="id"),
        Option("page_size", "Features asked for in a page.", default="1000"),
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given, self._size = options, number(options, "page_size", 1, 10_000)

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind."""
        given = self._given
        sort = {"sortBy": given["sort_by"]} if given["sort_by"] else {}
        url = with_query(
            given["url"], service="WFS", version="2.0.0", request="GetFeature", typeNames=given["layer"],
            outputFormat=given["output_format"], srsName="EPSG:4326", count=self._size, startIndex=0, **sort,
        )  # fmt: skip
        with reach.client() as client:
            return fetch_features(self._pages(client, url, reach), "layer", state, target, reach)

    def _pages(self, client: PoliteClient, url: str, reach: Reach) -> Iterator[Page]:
        def following(page: Page, seen: int) -> str | None:
            total = value_at(page.document, "numberMatched") or value_at(page.document, "totalFeatures")
            done = seen >= total if isinstance(total, int) else len(page.records) < self._size
            return None if done or not page.records else str(httpx.URL(page.url).copy_set_param("startIndex", seen))

        return pages(client, url, "features", following, reach)
