"""The Explore API v2.0: what differs from v2.1."""

import json
from typing import Any

import httpx
import pytest
from tests.factories.published import STAFF_SECRET
from tests.web.api.conftest import Api

V20 = "/api/explore/v2.0"
STATIONS = f"{V20}/catalog/datasets/stations"
MARCH_2025 = 1742027400000


def get(api: Api, path: str, **options: Any) -> httpx.Response:
    return api.request("GET", path, **options)


def read(api: Api, path: str) -> Any:
    answer = get(api, path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", [V20, f"{V20}/catalog/", f"{STATIONS}/records", f"{V20}/absent-dataset-route"])
def test_answers_say_that_the_version_is_old(api: Api, path: str) -> None:
    answer = get(api, path)
    if answer.status_code == 200:
        assert answer.headers["ods-explore-api-deprecation"].startswith("EXPLORE_API_V2_0: ")
        assert 'rel="successor-version"' in answer.headers["link"]
    else:
        assert answer.json()["error_code"] == "NotFoundURI"


@pytest.mark.parametrize("root", [V20, "/api/v2"])
def test_records_are_wrapped(api: Api, root: str) -> None:
    found = read(api, f"{root}/catalog/datasets/stations/records?limit=1&order_by=capacity")
    assert list(found) == ["total_count", "links", "records"]
    (item,) = found["records"]
    assert list(item) == ["links", "record"]
    assert list(item["record"]) == ["id", "timestamp", "size", "fields"]
    assert item["record"]["fields"]["coord"] == {"lon": 2.0, "lat": 48.5}
    alone = read(api, f"{root}/catalog/datasets/stations/records/{item['record']['id']}")
    assert alone == item


def test_nulls_are_present(api: Api) -> None:
    found = read(api, f"{STATIONS}/records?where=capacity=7")
    assert found["records"][0]["record"]["fields"]["coord"] is None


def test_datasets_are_wrapped(api: Api) -> None:
    found = read(api, f"{V20}/catalog/datasets?limit=1&where=dataset_id=%22stations%22")
    assert list(found) == ["total_count", "links", "datasets"]
    assert found["datasets"][0] == read(api, STATIONS)
    assert found["datasets"][0]["dataset"]["dataset_id"] == "stations"
    selected = read(api, f"{V20}/catalog/datasets?select=dataset_id&where=dataset_id=%22stations%22")
    assert selected["datasets"] == [{"links": [], "dataset": {"dataset_id": "stations"}}]


def test_the_older_root_reads_the_names_of_v1(api: Api) -> None:
    found = read(api, "/api/v2/catalog/datasets/stations/records?rows=2&start=1&sort=x&order_by=capacity")
    assert [r["record"]["fields"]["capacity"] for r in found["records"]] == [1, 2]


GROUPS: list[tuple[str, list[dict[str, Any]]]] = [
    ("group_by=year(updated) as y&select=count(*) as n", [{"y": "2025", "n": 60}, {"y": "2026", "n": 60}]),
    ("group_by=built&select=count(*) as n&where=capacity=0", [{"built": 946684800000, "n": 1}]),
    ("group_by=updated&select=count(*) as n&where=capacity=2", [{"updated": MARCH_2025, "n": 1}]),
    ("group_by=coord&select=count(*) as n&where=capacity=0", [{"coord": {"lon": 2.0, "lat": 48.5}, "n": 1}]),
    ("group_by=city&select=count(*) as n&where=capacity in (2,3)", [{"city": "Clichy", "n": 1}]),
    ("select=sum(capacity) as s", [{"s": 7140}]),
]


@pytest.mark.parametrize(("query", "groups"), GROUPS)
def test_groups(api: Api, query: str, groups: list[dict[str, Any]]) -> None:
    assert read(api, f"{STATIONS}/aggregates?{query}")["aggregations"] == groups
    assert read(api, f"{STATIONS}/records?{query}")["records"] == groups
    assert read(api, f"{STATIONS}/query?{query}")["records"] == groups


def test_groups_of_the_catalog(api: Api) -> None:
    found = read(api, f"{V20}/catalog/aggregates?select=count(*) as n&where=dataset_id=%22stations%22")
    assert found["aggregations"] == [{"n": 1}]


@pytest.mark.parametrize(
    ("where", "hits"),
    [
        ("distance(coord, geom'POINT(2 48.5)', 10m)", 1),
        ("geometry(coord, geom'POLYGON((1.9 48,2.045 48,2.045 49,1.9 49,1.9 48))', WITHIN)", 5),
        ("bbox(coord, geom'POINT(1.9 48)', geom'POINT(2.045 49)')", 5),
        ('year(updated) = "2025"', 60),
    ],
)
def test_conditions_under_their_older_names(api: Api, where: str, hits: int) -> None:
    answer = get(api, f"{STATIONS}/records", params={"where": where})
    assert answer.json().get("total_count") == hits, answer.text


def test_tables_have_no_mark_unless_asked(api: Api) -> None:
    for path in (f"{STATIONS}/exports/csv?limit=1", f"{V20}/catalog/exports/csv?limit=1"):
        assert not get(api, path).content.startswith(b"\xef\xbb\xbf")
        assert get(api, f"{path}&with_bom=true").content.startswith(b"\xef\xbb\xbf")


def test_instants_are_integers_in_geojson(api: Api) -> None:
    features = read(api, f"{STATIONS}/exports/geojson")["features"]
    assert len(features) == 120
    assert features[2]["properties"]["updated"] == MARCH_2025
    assert features[0]["properties"]["built"] == "2000"
    renamed = read(api, f"{STATIONS}/exports/geojson?select=coord,updated as at&limit=1&offset=2")
    assert renamed["features"][0]["properties"] == {"at": MARCH_2025}
    empty = read(api, f"{STATIONS}/exports/geojson?where=capacity=999")
    assert empty["features"] == []
    assert empty["metadata"]["license"] == "Licence Ouverte v2.0"


def test_geojson_of_each_version_has_its_own_validator(api: Api) -> None:
    older, newer = (get(api, f"/api/explore/{v}/catalog/datasets/stations/exports/geojson") for v in ("v2.0", "v2.1"))
    assert older.headers["etag"] != newer.headers["etag"]
    assert b"T08:30:00" in newer.content
    again = get(api, f"{STATIONS}/exports/geojson", headers={"If-None-Match": older.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["", "catalog", "catalog/exports", "catalog/datasets/stations/exports"])
def test_links_stay_in_the_version(api: Api, path: str) -> None:
    links = read(api, f"{V20}/{path}")["links"]
    assert links
    assert all("/api/explore/v2.0" in link["href"] for link in links)
    assert all(get(api, link["href"]).status_code == 200 for link in links)


@pytest.mark.parametrize("route", ["", "/records", "/query", "/aggregates", "/facets", "/exports", "/attachments"])
def test_a_hidden_dataset_does_not_exist(api: Api, route: str) -> None:
    for root in (V20, "/api/v2"):
        hidden, absent = (get(api, f"{root}/catalog/datasets/{id_}{route}") for id_ in ("secret", "absent"))
        assert hidden.status_code == absent.status_code == 404
        assert hidden.text.replace("secret", "absent") == absent.text
        known = get(api, f"{root}/catalog/datasets/secret{route}", headers={"Authorization": f"apikey {STAFF_SECRET}"})
        assert known.status_code == 200


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "parquet"])
def test_hidden_rows_are_in_no_file(api: Api, name: str) -> None:
    assert get(api, f"{V20}/catalog/datasets/secret/exports/{name}").status_code == 404
    limited = get(api, f"{V20}/catalog/datasets/limited/exports/{name}").content
    assert b"s001" not in limited
    assert b"s000" in limited or name == "parquet"


def test_hidden_rows_are_not_counted(api: Api) -> None:
    assert read(api, f"{V20}/catalog/datasets/limited/records?limit=0")["total_count"] == 50
    found = read(api, f"{V20}/catalog/datasets/limited/aggregates?group_by=open&select=count(*) as n")
    assert found["aggregations"] == [{"open": True, "n": 50}]
    assert get(api, f"{V20}/catalog/datasets/limited/records?where=capacity=1").status_code == 400


NONSENSE = [
    {"select": "count(*", "group_by": "city"},
    {"group_by": "tags,,"},
    {"group_by": 'date_format(updated, "\'")'},
    {"select": "`x"},
    {"rows": "-7"},
    {"start": "x"},
    {"limit": "101"},
    {"offset": "-1"},
    {"timezone": "Mars/Olympus"},
    {"lang": "zz"},
    {"where": "(" * 500},
    {"refine": "a"},
    {"with_bom": "maybe"},
]


@pytest.mark.parametrize("parameters", NONSENSE, ids=str)
def test_nonsense_is_never_a_fault_of_the_server(api: Api, parameters: dict[str, str]) -> None:
    datasets = f"{V20}/catalog/datasets"
    for path in (datasets, f"{V20}/catalog/exports/csv", f"{V20}/catalog/facets", f"{V20}/catalog/aggregates"):
        assert get(api, path, params=parameters).status_code in (200, 400), path
    for route in ("records", "aggregates", "facets", "exports/geojson", "exports/csv"):
        assert get(api, f"{STATIONS}/{route}", params=parameters).status_code in (200, 400), route


def test_a_misspelt_parameter_is_told(api: Api) -> None:
    answer = get(api, f"{STATIONS}/records?lmit=1&refine=city:Paris")
    assert answer.headers["warning"] == '299 parvis "ignored parameters: lmit"'
    assert json.loads(answer.text)["total_count"] == 30
