"""Clients of others against a running portal: GDAL and OWSLib."""

from __future__ import annotations

from urllib.parse import unquote_plus

from owslib.ogcapi.features import Features
from owslib.ogcapi.records import Records
from tests.factories.gdal import gdal
from tests.factories.web import Site


def test_gdal_reads_a_whole_collection_through_its_pages(live: Site) -> None:
    found = gdal(f"OAPIF:{live.root}/api/ogc", "stations", PAGE_SIZE="50")
    assert {"stations", "limited"} <= set(found["layers"])
    assert (found["rows"], found["crs"], found["first"]) == (120, "OGC:CRS84", [2.0, 48.5])


def test_gdal_leaves_the_box_and_the_condition_to_the_server(live: Site) -> None:
    source = f"OAPIF:{live.root}/api/ogc"
    assert gdal(source, "stations", bbox=[2, 48, 2.095, 49])["rows"] == 9
    found = gdal(source, "stations", where="city = 'Paris' AND capacity > 50")
    assert found["rows"] == 17
    asked = unquote_plus("\n".join(request.path for request in live.asked))
    assert "bbox=2,48," in asked


def test_owslib_reads_collections_and_features(live: Site) -> None:
    client = Features(f"{live.root}/api/ogc")
    assert "stations" in client.feature_collections()
    found = client.collection_items("stations", limit=5, bbox=[2, 48, 2.095, 49])
    assert (found["numberMatched"], len(found["features"])) == (9, 5)
    assert client.collection_item("stations", found["features"][0]["id"])["properties"]["code"] == "s000"
    assert "city" in client.collection_queryables("stations")["properties"]


def test_owslib_reads_the_catalog(live: Site) -> None:
    client = Records(f"{live.root}/api/ogc")
    assert client.records() == ["catalog"]
    found = client.collection_items("catalog", q="stations", limit=10)
    assert {feature["id"] for feature in found["features"]} == {"limited", "stations"}
    assert client.collection_item("catalog", "stations")["properties"]["title"] == "Stations de vélos"
