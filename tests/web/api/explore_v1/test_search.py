"""Records and catalog search in v1."""

from typing import Any

import pytest
from tests.web.api.explore_v1.conftest import Older

SEARCH = "/api/records/1.0/search/?dataset=stations"


def test_a_search_answers_hits_parameters_and_records(older: Older) -> None:
    found = older.json(f"{SEARCH}&rows=2&start=3&sort=-capacity")
    assert list(found) == ["nhits", "parameters", "records"]
    assert found["nhits"] == 120
    assert found["parameters"]["rows"] == 2
    assert found["parameters"]["start"] == 3
    first = found["records"][0]
    assert first["datasetid"] == "stations"
    assert len(first["recordid"]) == 40
    assert first["fields"]["coord"] == [48.5, 2.03]
    assert first["geometry"] == {"type": "Point", "coordinates": [2.03, 48.5]}
    assert first["record_timestamp"].startswith("2026-03-15")


def test_nulls_are_omitted_and_lists_are_joined(older: Older) -> None:
    (seventh,) = older.json(f"{SEARCH}&q=code:s007")["records"]
    assert "coord" not in seventh["fields"]
    assert "city" not in seventh["fields"]
    assert "geometry" not in seventh
    (first,) = older.json(f"{SEARCH}&q=code:s000")["records"]
    assert first["fields"]["tags"] == "covered,night"


CASES: list[tuple[str, int]] = [
    ("q=capacity>117", 2),
    ("q.a=capacity>100&q.b=capacity<103", 2),
    ("q=capacity>100&rq=capacity<103", 2),
    ("refine.city=Paris", 30),
    ("refine.city=Paris&refine.city=Lyon", 0),
    ("refine.city=Paris&refine.city=Lyon&disjunctive.city=true", 60),
    ("exclude.city=Paris", 90),
    ("refine.updated=2025", 60),
    ("refine.zone=Europe/France", 60),
    ("geofilter.distance=48.5,2.0,10", 1),
    ("geofilter.bbox=48,1.99,49,2.045", 5),
    ("geofilter.polygon=(48,1.99),(49,1.99),(49,2.045),(48,2.045)", 5),
    ("geofilter.distance=48.5,2,10&refine.city=Lyon", 0),
    ("rows=0", 120),
]


@pytest.mark.parametrize(("query", "hits"), CASES)
def test_filters_keep_what_they_say(older: Older, query: str, hits: int) -> None:
    assert older.json(f"{SEARCH}&{query}")["nhits"] == hits


@pytest.mark.parametrize(
    ("sort", "codes"), [("capacity", ["s119", "s118"]), ("-capacity", ["s000", "s001"]), ("open,-capacity", ["s000"])]
)
def test_a_sort_is_descending_unless_it_begins_with_a_dash(older: Older, sort: str, codes: list[str]) -> None:
    found = older.json(f"{SEARCH}&sort={sort}&rows={len(codes)}&fields=code")["records"]
    assert [r["fields"] for r in found] == [{"code": code} for code in codes]


def test_facets_come_when_asked_with_the_path_to_refine_by(older: Older) -> None:
    groups = older.json(f"{SEARCH}&facet=city&facet=updated&refine.updated=2025&rows=0")["facet_groups"]
    assert [g["name"] for g in groups] == ["city", "updated"]
    year = next(f for f in groups[1]["facets"] if f["state"] == "refined")
    assert (year["path"], year["count"]) == ("2025", 60)
    assert all(child["path"].startswith("2025/") for child in year["facets"])


def test_a_form_is_read_as_a_query(older: Older) -> None:
    form = {"dataset": "stations", "refine.city": "Paris", "rows": "1"}
    found = older.request("POST", "/api/records/1.0/search/", data=form)
    assert found.json()["nhits"] == 30


def test_features_and_feeds(older: Older) -> None:
    features = older.json(f"{SEARCH}&format=geojson&rows=1")
    assert features["features"][0]["geometry"]["coordinates"] == [2.0, 48.5]
    for name in ("rss", "atom"):
        feed = older.get(f"/api/records/1.0/search/?dataset=odd&format={name}")
        assert feed.headers["content-type"].startswith(f"application/{name}+xml")
        assert "&lt;/script&gt;" in feed.text
        assert "\x0b" not in feed.text


def test_a_record_is_found_by_its_id(older: Older) -> None:
    (first,) = older.json(f"{SEARCH}&rows=1")["records"]
    assert older.json(f"/api/datasets/1.0/stations/records/{first['recordid']}") == first
    missing = older.get(f"/api/datasets/1.0/stations/records/{'0' * 40}")
    assert missing.status_code == 404
    assert "error" in missing.json()


def test_a_misspelt_parameter_is_told(older: Older) -> None:
    answer = older.get(f"{SEARCH}&row=3&refine.city=Paris")
    assert answer.headers["warning"] == '299 parvis "ignored parameters: row"'


def test_keys_are_not_echoed(older: Older) -> None:
    found = older.json(f"{SEARCH}&rows=0&apikey=pk_staff")
    assert "pk_staff" not in str(found)


def test_the_catalog_answers_flat_metadata_and_listed_annotations(older: Older) -> None:
    found = older.json("/api/datasets/1.0/search/?refine.theme=Transport&facet=publisher&interopmetas=true&rows=50")
    dataset = next(d for d in found["datasets"] if d["datasetid"] == "stations")
    assert dataset["metas"]["title"] == "Stations de vélos"
    assert dataset["interop_metas"]["dcat"]["creator"] == "Service des mobilités"
    assert {"name": "facet", "args": []} in dataset["fields"][1]["annotations"]
    assert found["facet_groups"][0]["name"] == "publisher"
    alone: Any = older.json("/api/datasets/1.0/stations/")
    assert alone == dataset


def test_the_catalog_as_a_table_and_as_a_feed(older: Older) -> None:
    table = older.get("/api/datasets/1.0/search/?format=csv&rows=100&csv_separator=,").text.splitlines()
    assert table[0].startswith("datasetid,dataset_uid,")
    assert any(line.startswith("zones,") for line in table)
    feed = older.get("/api/datasets/1.0/search/?format=rss&rows=100").text
    assert "Zones &amp; &lt;b&gt;plus&lt;/b&gt;" in feed


@pytest.mark.parametrize("path", ["basic", "basic/basic", "interop/dcat/"])
def test_metadata_templates(older: Older, path: str) -> None:
    assert "schema" in older.get(f"/api/metadata/1.0/{path}").text
