"""OGC API – Records: the catalog, as a client asks for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.factories.published import DESCRIBED, STAFF_SECRET, Installation
from tests.web.api.conftest import Api
from tests.web.api.ogc.conftest import Ogc

from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Period
from parvis.data.serving.reader import Reader
from parvis.web.api.app import create_app

RECORDS = "/collections/catalog/items"


def ids(found: Any) -> list[str]:
    return [feature["id"] for feature in found["features"]]


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A catalog whose datasets say where and when they are."""
    made = Installation(tmp_path_factory.mktemp("covered"))
    made.domain("lyon", "lyon.test", is_default=True)
    places: dict[str, Description] = {
        "rhone": Description(title="Rhône", bbox=(4.0, 45.0, 5.0, 46.0), temporal=(Period("2020", "2022"),)),
        "fiji": Description(title="Fidji", bbox=(177.0, -19.0, 180.0, -16.0), temporal=(Period("2024-03-01", None),)),
        "nowhere": Description(title="Sans lieu"),
    }
    for name, description in places.items():
        made.dataset(name, description=description, rows=None)
    reader = Reader.open(made.home)
    yield Ogc(Api(create_app(reader)))
    reader.stop()


def test_the_catalog_is_a_collection_of_records(ogc: Ogc) -> None:
    assert ogc.json("/collections/catalog")["itemType"] == "record"
    found = ogc.json(RECORDS)
    assert (found["numberMatched"], ids(found)) == (4, ["described", "limited", "notice", "stations"])


def test_a_record_says_what_the_dataset_is(ogc: Ogc) -> None:
    found = ogc.json(f"{RECORDS}/stations")
    told = found["properties"]
    assert (told["type"], told["title"], told["license"]) == ("dataset", "Stations de vélos", "etalab-2.0")
    assert told["keywords"] == ["vélo", "station"]
    assert told["contacts"][0] == {"organization": "Ville de Lyon", "roles": ["publisher"]}
    rels = {link["rel"] for link in found["links"]}
    assert {"self", "collection", "alternate", "enclosure", "license", "item", "service"} <= rels
    assert found["geometry"] is None


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"q": "limitées"}, ["limited"]),
        ({"q": "limitées,notice"}, ["limited", "notice"]),
        ({"q": '") or 1=1 or search("'}, []),
        ({"type": "dataset", "ids": "stations,notice,secret"}, ["notice", "stations"]),
        ({"type": "service"}, []),
        ({"externalIds": "da_lyon_notice"}, ["notice"]),
        ({"sortby": "-title", "limit": 1}, ["limited"]),
        ({"limit": 2, "offset": 2}, ["notice", "stations"]),
        ({"filter": "title LIKE 'Stations%'"}, ["limited", "stations"]),
        ({"filter": "A_CONTAINS(keywords, 'vélo') AND records_count > 100"}, ["stations"]),
    ],
)
def test_records_are_found(ogc: Ogc, parameters: dict[str, Any], expected: list[str]) -> None:
    assert ids(ogc.json(RECORDS, **parameters)) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"bbox": "4.9,45.9,10,50"}, ["rhone"]),
        ({"bbox": "170,-20,-170,-10"}, ["fiji"]),
        ({"bbox": "-180,-90,180,90"}, ["fiji", "rhone"]),
        ({"datetime": "2021-06-01"}, ["nowhere", "rhone"]),
        ({"datetime": "2022-12-31/2023-01-01"}, ["nowhere", "rhone"]),
        ({"datetime": "2023-01-02/.."}, ["fiji", "nowhere"]),
        ({"filter": "S_INTERSECTS(geometry, POINT(4.5 45.5))"}, ["rhone"]),
        ({"filter": "S_WITHIN(geometry, BBOX(0, 40, 10, 50))"}, ["rhone"]),
        ({"filter": "S_DISJOINT(geometry, BBOX(0, 40, 10, 50))"}, ["fiji"]),
    ],
)
def test_records_are_found_by_place_and_time(covered: Ogc, parameters: dict[str, Any], expected: list[str]) -> None:
    assert ids(covered.json(RECORDS, **parameters)) == expected


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"sortby": "trust.score"}, "has no order"),
        ({"filter": "_groups = 'staff'"}, "Unknown field"),
        ({"filter": "data_visible"}, "not allowed"),
        ({"filter": "S_INTERSECTS(geometry, POLYGON((0 0, 4 0, 4 4, 0 0)))"}, "boxes and points only"),
        ({"bbox": "1,2"}, "four numbers"),
        ({"where": "1"}, "Unknown API parameter"),
    ],
)
def test_bad_input_is_refused(ogc: Ogc, parameters: dict[str, Any], detail: str) -> None:
    status, _, found = ogc.error(RECORDS, **parameters)
    assert status == 400
    assert detail in found


def test_what_a_caller_may_not_know_is_not_there(ogc: Ogc) -> None:
    staff = {"Authorization": f"Apikey {STAFF_SECRET}"}
    assert "ecret" not in ogc.get(RECORDS).text
    assert "secret" in ids(ogc.json(RECORDS, headers=staff))
    assert ogc.error(f"{RECORDS}/secret")[0] == ogc.error(f"{RECORDS}/absent")[0] == 404
    assert ogc.get(RECORDS, host="closed.test").status_code == 401


def test_the_box_of_rows_that_one_may_not_see_is_not_told(tmp_path: Path) -> None:
    made = Installation(tmp_path)
    made.domain("lyon", "lyon.test", is_default=True)
    public = replace(DESCRIBED, bbox=(4.0, 45.0, 5.0, 46.0))
    from_grant = made.dataset("part", description=public).grants[0]
    made.dataset("part", description=public, grants=[replace(from_grant, row_filter="open")], revision=2)
    reader = Reader.open(made.home)
    ogc = Ogc(Api(create_app(reader)))
    assert ogc.json(RECORDS, bbox="4,45,5,46")["numberMatched"] == 0
    assert ogc.json(f"{RECORDS}/part")["geometry"] is None
    reader.stop()
