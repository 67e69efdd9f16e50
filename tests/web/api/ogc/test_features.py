"""OGC API – Features, called as a client calls it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from tests.cases.loader import FOLDER
from tests.factories.published import FOREIGN_SECRET, STAFF_SECRET
from tests.web.api.conftest import Api
from tests.web.api.ogc.conftest import Ogc

from parvis.web.api.ogc.crs import CRS84

KEPT = yaml.safe_load((FOLDER.parent / "cql2" / "kept.yaml").read_text(encoding="utf-8"))
LAMBERT_93 = "http://www.opengis.net/def/crs/EPSG/0/2154"
ITEMS = "/collections/stations/items"


def codes(found: Any) -> list[str]:
    return [feature["properties"]["code"] for feature in found["features"]]


@pytest.mark.parametrize("case", KEPT, ids=lambda case: case["filter"])
def test_a_filter_keeps_its_features(ogc: Ogc, case: dict[str, Any]) -> None:
    assert ogc.items(filter=case["filter"])["numberMatched"] == case["kept"]


def test_a_page_is_a_feature_collection_with_exact_counts(ogc: Ogc) -> None:
    found = ogc.items(limit=2)
    assert (found["type"], found["numberMatched"], found["numberReturned"]) == ("FeatureCollection", 120, 2)
    first = found["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [2.0, 48.5]}
    assert first["properties"]["tags"] == ["covered", "night"]
    assert "coord" not in first["properties"]


def test_next_links_lead_through_every_feature_once(ogc: Ogc, api: Api) -> None:
    address, seen = f"http://lyon.test/api/ogc{ITEMS}?limit=25&sortby=-city", []
    while address:
        found = api.request("GET", address).json()
        seen += codes(found)
        address = next((link["href"] for link in found["links"] if link["rel"] == "next"), "")
    assert len(seen) == len(set(seen)) == 120


def test_one_feature_by_its_id(ogc: Ogc) -> None:
    (first,) = ogc.items(limit=1)["features"]
    found = ogc.json(f"{ITEMS}/{first['id']}")
    assert {name: found[name] for name in first} == first
    assert ogc.error(f"{ITEMS}/{'0' * 40}")[:2] == (404, "NotFoundResource")


def test_coordinates_come_in_the_system_that_is_asked_in_its_order_of_axes(ogc: Ogc) -> None:
    answer = ogc.get(ITEMS, limit=1, crs=LAMBERT_93)
    assert answer.headers["content-crs"] == f"<{LAMBERT_93}>"
    x, y = answer.json()["features"][0]["geometry"]["coordinates"]
    assert (round(x), round(y)) == (626_126, 6_822_662)
    swapped = ogc.items(limit=1, crs="http://www.opengis.net/def/crs/EPSG/0/4326")
    assert swapped["features"][0]["geometry"]["coordinates"] == [48.5, 2.0]
    assert ogc.get(ITEMS).headers["content-crs"] == f"<{CRS84}>"


@pytest.mark.parametrize(
    ("parameters", "kept"),
    [
        ({"bbox": "2,48,2.095,49"}, 9),
        ({"bbox": "2,48,0,2.095,49,100"}, 9),
        ({"bbox": "48,2,49,2.095", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/4326"}, 9),
        ({"bbox": "626000,6820000,630000,6825000", "bbox-crs": LAMBERT_93}, 6),
        ({"bbox": "170,-10,-170,10"}, 0),
        ({"bbox": "2.05,48,2.01,49"}, 116),
        ({"datetime": "2000-01-01"}, 24),
        ({"datetime": "2003-01-01/.."}, 48),
        ({"datetime": "../2000-12-31"}, 24),
        ({"city": "Lyon"}, 30),
        ({"capacity": "7"}, 1),
        ({"open": "true", "city": "Paris"}, 30),
        ({"filter": "S_INTERSECTS(coord, BBOX(626000,6820000,630000,6825000))", "filter-crs": LAMBERT_93}, 6),
    ],
)
def test_boxes_dates_and_properties_select(ogc: Ogc, parameters: dict[str, str], kept: int) -> None:
    assert ogc.items(**parameters)["numberMatched"] == kept


def test_properties_geometry_and_order_can_be_chosen(ogc: Ogc) -> None:
    found = ogc.items(properties="code,capacity", sortby="-capacity", skipGeometry="true", limit=1)
    (feature,) = found["features"]
    assert feature["properties"] == {"code": "s119", "capacity": 119}
    assert feature["geometry"] is None


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"limit": 0}, "1 <= limit"),
        ({"limit": "ten"}, "an integer is expected"),
        ({"offset": -1}, "0 <= offset"),
        ({"cursor": "zzz"}, "not a cursor"),
        ({"bbox": "1,2,3"}, "four numbers"),
        ({"bbox": "1,nan,3,4"}, "four numbers"),
        ({"bbox": "1,9,3,4"}, "south is above"),
        ({"crs": "EPSG:1"}, "not a supported system"),
        ({"datetime": "yesterday"}, "not a date or an interval"),
        ({"datetime": "2026-99-01"}, "Invalid date"),
        ({"city": "Lyon", "where": "1=1"}, "Unknown API parameter: where"),
        ({"capacity": "many"}, "is not of type int"),
        ({"sortby": "coord"}, "has no order"),
        ({"properties": "nothing"}, "there is no property nothing"),
        ({"filter": "city = "}, "the end stands where"),
        ({"filter": "city = 'a'", "filter-lang": "sql"}, "one of cql2-text"),
        ({"filter": " OR ".join(["capacity = 1"] * 3_100)}, "3000 conditions"),
    ],
)
def test_bad_input_is_refused_with_what_is_wrong(ogc: Ogc, parameters: dict[str, Any], detail: str) -> None:
    status, _, found = ogc.error(ITEMS, **parameters)
    assert status == 400
    assert detail in found


def test_a_limit_beyond_the_largest_page_gives_the_largest_page(ogc: Ogc) -> None:
    assert ogc.items(limit=1_000_000_000)["numberReturned"] == 120


def test_hidden_fields_and_rows_are_not_there(ogc: Ogc) -> None:
    found = ogc.json("/collections/limited/items", limit=1000)
    assert found["numberMatched"] == 50
    assert not {"capacity", "coord"} & found["features"][0]["properties"].keys()
    assert found["features"][0]["geometry"] is None
    for parameters in (
        {"filter": "capacity > 3"},
        {"capacity": "3"},
        {"sortby": "capacity"},
        {"properties": "capacity"},
    ):
        assert ogc.get("/collections/limited/items", **parameters).status_code == 400
    assert "capacity" not in ogc.json("/collections/limited/queryables")["properties"]
    assert "capacity" not in ogc.json("/collections/limited/schema")["properties"]


@pytest.mark.parametrize("name", ["secret", "vault", "absent"])
@pytest.mark.parametrize("path", ["", "/items", "/items/x", "/queryables", "/schema"])
def test_what_a_caller_may_not_know_does_not_exist(ogc: Ogc, name: str, path: str) -> None:
    assert ogc.error(f"/collections/{name}{path}")[:2] == (404, "NotFoundResource")


def test_collections_are_those_whose_records_the_caller_may_read(ogc: Ogc) -> None:
    def listed(**options: Any) -> list[str]:
        return [c["id"] for c in ogc.json("/collections", **options)["collections"]]

    assert listed() == ["catalog", "limited", "stations"]
    staff = {"Authorization": f"Apikey {STAFF_SECRET}"}
    assert listed(headers=staff) == ["catalog", "described", "limited", "secret", "stations"]
    assert ogc.get("/collections", headers={"Authorization": f"Apikey {FOREIGN_SECRET}"}).status_code == 401
    assert ogc.get("/collections", host="closed.test").status_code == 401
    assert ogc.get("/collections/catalog", host="closed.test").status_code == 401


def test_closed_records_are_forbidden_and_missing_ones_are_missing(ogc: Ogc) -> None:
    assert ogc.error("/collections/described/items")[0] == 403
    assert ogc.error("/collections/notice/items")[0] == 404


def test_a_key_never_stands_in_a_link(ogc: Ogc) -> None:
    answer = ogc.get(ITEMS, limit=1, apikey=STAFF_SECRET)
    assert STAFF_SECRET not in answer.text
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_copy_that_is_current_is_not_sent_again(ogc: Ogc) -> None:
    first = ogc.get(ITEMS)
    assert ogc.get(ITEMS, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_a_browser_is_sent_to_the_pages(ogc: Ogc) -> None:
    answer = ogc.get(ITEMS, headers={"Accept": "text/html,application/xhtml+xml"})
    assert (answer.status_code, answer.headers["location"]) == (303, "http://lyon.test/explore/dataset/stations/table/")
    assert ogc.get(ITEMS, f="json", headers={"Accept": "text/html"}).status_code == 200


def test_a_version_can_be_asked_for(ogc: Ogc) -> None:
    assert ogc.items(version=1, limit=1)["numberMatched"] == 120
    assert ogc.json("/collections/stations/schema", version=1)["properties"]
    assert ogc.error(ITEMS, version=9)[0] == 404
