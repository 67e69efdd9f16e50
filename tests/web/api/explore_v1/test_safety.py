"""Hostile requests to v1: scripts, rights, parameters that mean nothing."""

import pytest
from tests.factories.published import STAFF_SECRET
from tests.web.api.explore_v1.conftest import Older

RECORDS = "/api/records/1.0"
ROUTES = ("search", "download", "analyze", "geocluster", "geopolygon", "boundingbox", "geopreview")
FILES = [
    "attachments/x",
    "alternative_exports/x",
    "files/x",
    "files/x/300/",
    "images/x",
    "images/x/300",
    "services",
]


@pytest.mark.parametrize("name", ["a", "jQuery1_2", "angular.callbacks._0", "$.ready", "cb[3]"])
def test_the_name_of_a_function_is_called(older: Older, name: str) -> None:
    answer = older.request("GET", f"{RECORDS}/search/", params={"dataset": "odd", "format": "jsonp", "callback": name})
    assert answer.headers["content-type"].startswith("application/javascript")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.text.startswith(f"/**/{name}(")
    assert "\u2028" not in answer.text


@pytest.mark.parametrize("name", ["alert(1)", "a;b", "<script>", "a b", "é", "a" * 200, "cb[x]", "1a", "a.", "//"])
def test_anything_else_is_no_function(older: Older, name: str) -> None:
    asked = {"dataset": "odd", "format": "jsonp", "callback": name}
    assert older.request("GET", f"{RECORDS}/search/", params=asked).status_code == 400


def test_plain_json_stays_json(older: Older) -> None:
    answer = older.get(f"{RECORDS}/search/?dataset=odd&format=json&callback=a")
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize("route", ROUTES)
def test_a_hidden_dataset_does_not_exist(older: Older, route: str) -> None:
    for path in (f"{RECORDS}/{route}/?dataset={{}}&x=city", f"/api/datasets/1.0/{{}}/{route}/?x=city"):
        if route in ("search", "download") and "/datasets/" in path:
            path = path.replace("/search", "/records").replace("/download", "/records/download")
        hidden, absent = older.get(path.format("secret")), older.get(path.format("absent"))
        assert hidden.status_code == absent.status_code == 404
        assert hidden.text.replace("secret", "absent") == absent.text


@pytest.mark.parametrize("file", FILES)
def test_files_of_a_hidden_dataset_do_not_exist_either(older: Older, file: str) -> None:
    hidden, absent, known = (older.get(f"/api/datasets/1.0/{id_}/{file}") for id_ in ("secret", "absent", "stations"))
    assert hidden.status_code == absent.status_code == known.status_code == 404
    assert hidden.text.replace("secret", "absent") == absent.text
    assert "error" in known.json()


@pytest.mark.parametrize("name", ["csv", "rss", "json", "jsonp"])
def test_a_hidden_dataset_is_in_no_form_of_the_catalog(older: Older, name: str) -> None:
    path = f"/api/datasets/1.0/search/?format={name}&rows=100&facet=publisher"
    assert "ecret" not in older.get(path).text
    assert "ecret" in older.get(path, headers={"Authorization": f"Apikey {STAFF_SECRET}"}).text


def test_rows_and_fields_that_are_hidden_stay_hidden(older: Older) -> None:
    found = older.json(f"{RECORDS}/search/?dataset=limited&rows=100")
    assert found["nhits"] == 50
    assert all(r["fields"]["open"] and "capacity" not in r["fields"] for r in found["records"])
    assert "geometry" not in found["records"][0]
    assert len(older.json(f"{RECORDS}/download/?dataset=limited&format=json")) == 50
    assert older.json(f"{RECORDS}/analyze/?dataset=limited&x=open") == [{"x": True, "count": 50}]
    for query in ("x=open&y.a.func=MAX&y.a.expr=capacity", "x=capacity", "x=open&q=%23null(capacity)"):
        assert older.get(f"{RECORDS}/analyze/?dataset=limited&{query}").status_code == 400
    for route in ("geocluster", "boundingbox", "geopreview"):
        assert older.get(f"{RECORDS}/{route}/?dataset=limited").status_code == 400


def test_records_that_are_closed_are_forbidden(older: Older) -> None:
    for route in ROUTES:
        assert older.get(f"{RECORDS}/{route}/?dataset=described&x=city").status_code == 403


NONSENSE = [
    {"q": '"' * 999},
    {"q": "(" * 5_000},
    {"q": "#distance(coord,1,2,3"},
    {"rq": '#polygon(coord,"(1,2)")'},
    {"sort": "`"},
    {"sort": "--"},
    {"fields": "`,',\\"},
    {"refine.": "x"},
    {"refine.`": "`"},
    {"facet": "a`b"},
    {"disjunctive.absent": "true"},
    {"rows": "1e9"},
    {"rows": "99999999999"},
    {"start": "-5"},
    {"timezone": "../../etc/passwd"},
    {"lang": "xx"},
    {"geofilter.distance": "nan,nan,nan"},
    {"geofilter.distance": "91,181,99999999999"},
    {"geofilter.bbox": "1,2,3"},
    {"geofilter.polygon": "(0,0),(0,0),(0,0)"},
    {"geo_digest": "f" * 32},
    {"geo_digest": "x"},
    {"geo_digest.code": "1"},
    {"geo_digest.coord": "7ff8000000000000" * 2},
    {"y.a.func": "SUM", "y.a.expr": "capacity) as x, count(*"},
    {"y.a.func": "MIN", "y.a.expr": "updated", "y.a.cumulative": "true"},
    {"y..func": "SUM"},
    {"y.`.func": "COUNT"},
    {"y.a.func": "SUM", "y.a.expr": "sum(sum(capacity))"},
    {"maxpoints": "x"},
    {"clusterprecision": "99"},
    {"clusterdistance": "0"},
    {"format": "\u2028"},
    {"csv_separator": "\n"},
    {"pretty_print": "maybe"},
]


@pytest.mark.parametrize("parameters", NONSENSE, ids=str)
def test_nonsense_is_never_a_fault_of_the_server(older: Older, parameters: dict[str, str]) -> None:
    for route in ROUTES:
        asked = {"dataset": "stations", "x": "updated", **parameters}
        answer = older.request("GET", f"{RECORDS}/{route}/", params=asked)
        assert answer.status_code in (200, 400, 404), (route, answer.text)
    for path in (
        "/api/datasets/1.0/search/",
        "/api/datasets/1.0/zones/records/",
        "/api/datasets/1.0/zones/geopreview/",
    ):
        assert older.request("GET", path, params=parameters).status_code in (200, 400, 404)
