"""Datasets of other portals, and layers of map servers."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.data.connectors.files.conftest import Fetching, texts
from tests.factories.web import Asked, Reply, Site

from parvis.data.connectors.files.kinds import KINDS
from parvis.data.connectors.guarded import FetchError

FEATURES = [{"type": "Feature", "geometry": None, "properties": {"id": number}} for number in range(5)]


def parameters(asked: Asked) -> dict[str, str]:
    """The query of a request."""
    return {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}


def paged(asked: Asked, start: str, size: str, **more: object) -> Reply:
    """The features from a start, at most so many."""
    given = parameters(asked)
    first, count = int(given.get(start, 0)), int(given.get(size, 2))
    shown = FEATURES[first : first + min(count, 2)]
    body = {"type": "FeatureCollection", "features": shown, **more}
    return Reply(json.dumps(body).encode())


def test_a_dataset_of_another_portal_is_fetched_when_its_version_changes(site: Site, fetch: Fetching) -> None:
    path = "/api/explore/v2.1/catalog/datasets/trees"
    metas = {"metas": {"default": {"data_processed": "2026-01-01", "records_count": 1}}}
    site.routes[path] = lambda asked: Reply(json.dumps(metas).encode())
    site.routes[f"{path}/exports/csv"] = Reply(b"a\n1\n")
    options = {"portal": site.root, "dataset": "trees", "format": "csv", "key": "k"}
    first = fetch("explore", **options)
    assert (texts(first), site.asked[-1].headers["authorization"]) == (["a\n1\n"], "Apikey k")
    assert fetch("explore", first.state, **options).unchanged
    assert [asked.path for asked in site.asked[2:]] == [path]
    metas["metas"]["default"]["data_processed"] = "2026-01-02"
    site.routes[f"{path}/exports/csv"] = Reply(b"a\n2\n")
    assert texts(fetch("explore", first.state, **options)) == ["a\n2\n"]


def test_a_ckan_resource_gives_its_file(site: Site, fetch: Fetching) -> None:
    shown = {"success": True, "result": {"url": f"{site.root}/download/1", "format": "CSV", "name": "Trees"}}
    site.routes["/api/3/action/resource_show"] = Reply(json.dumps(shown).encode())
    site.routes["/download/1"] = Reply(b"a\n1\n")
    fetched = fetch("ckan", portal=site.root, resource="1")
    assert (texts(fetched), fetched.paths[0].name) == (["a\n1\n"], "Trees.csv")
    site.routes["/api/3/action/resource_show"] = Reply(b'{"success": false}')
    with pytest.raises(FetchError):
        fetch("ckan", portal=site.root, resource="1")


def test_an_arcgis_layer_is_read_by_pages(site: Site, fetch: Fetching) -> None:
    layer = {"maxRecordCount": 2, "editingInfo": {"lastEditDate": 5}}
    site.routes["/layer/0"] = Reply(json.dumps(layer).encode())

    def query(asked: Asked) -> Reply:
        more = int(parameters(asked)["resultOffset"]) + 2 < len(FEATURES)
        return paged(asked, "resultOffset", "resultRecordCount", **({"exceededTransferLimit": True} if more else {}))

    site.routes["/layer/0/query"] = query
    first = fetch("arcgis", url=f"{site.root}/layer/0")
    assert json.loads(texts(first)[0])["features"] == FEATURES
    assert fetch("arcgis", first.state, url=f"{site.root}/layer/0").unchanged
    site.routes["/layer/0"] = Reply(b'{"error": {"message": "Token Required"}}')
    with pytest.raises(FetchError, match="Token Required"):
        fetch("arcgis", url=f"{site.root}/layer/0")


def test_a_wfs_layer_is_read_by_pages(site: Site, fetch: Fetching) -> None:
    site.routes["/wfs"] = lambda asked: paged(asked, "startIndex", "count", numberMatched=5)
    fetched = fetch("wfs", url=f"{site.root}/wfs", layer="town:trees")
    assert json.loads(texts(fetched)[0])["features"] == FEATURES


def test_a_collection_is_read_by_its_next_links(site: Site, fetch: Fetching) -> None:
    def items(asked: Asked) -> Reply:
        after = int(parameters(asked).get("offset", 0)) + 2
        link = [{"rel": "next", "href": f"items?f=json&offset={after}&limit=2"}] if after < len(FEATURES) else []
        return paged(asked, "offset", "limit", links=link)

    site.routes["/ogc/collections/trees/items"] = items
    fetched = fetch("ogc-features", url=f"{site.root}/ogc", collection="trees")
    assert json.loads(texts(fetched)[0])["features"] == FEATURES


def test_every_kind_is_told_in_words() -> None:
    for name, kind in KINDS.items():
        assert kind.name == name
        assert kind.title
        assert kind.help.endswith(".")
        assert all(option.help.endswith((".", "`")) for option in kind.options)
