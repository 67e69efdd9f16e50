"""Downloads in v1."""

import json

import pytest
from tests.web.api.explore_v1.conftest import Older

DOWNLOAD = "/api/records/1.0/download/?dataset=stations"
WEB = "/explore/dataset/stations/download/"


def test_a_web_download_is_a_table_without_mark(older: Older) -> None:
    answer = older.get(f"{WEB}?format=csv&timezone=Europe/Paris&use_labels_for_header=true")
    assert answer.headers["content-disposition"] == 'attachment; filename="stations.csv"'
    lines = answer.text.splitlines()
    assert lines[0].startswith("Code;Ville;Capacité")
    assert len(lines) == 121


def test_a_download_takes_the_filters_and_the_separator(older: Older) -> None:
    lines = older.get(f"{WEB}?csv_separator=,&refine.city=Paris&sort=-capacity&fields=code,capacity").text.splitlines()
    assert lines[:2] == ["code,capacity", "s000,0"]
    assert len(lines) == 31


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("rows=2&start=3", ["s003", "s004"]),
        ("rows=0", []),
        ("sort=capacity&rows=1", ["s119"]),
        ("q=capacity<2&rows=-1", ["s000", "s001"]),
    ],
)
def test_json_is_a_bare_array_of_records(older: Older, query: str, codes: list[str]) -> None:
    found = older.json(f"{DOWNLOAD}&format=json&{query}")
    assert [record["fields"]["code"] for record in found] == codes


def test_json_holds_every_record(older: Older) -> None:
    found = older.json(f"{DOWNLOAD}&format=json")
    assert len({record["recordid"] for record in found}) == 120


def test_the_tag_of_a_query_on_the_present_does_not_last(older: Older) -> None:
    def tags(query: str) -> set[str]:
        return {older.get(f"{DOWNLOAD}&format=json&rows=1&q={query}").headers["etag"] for _ in range(2)}

    assert len(tags("capacity<9")) == 1
    assert len(tags("updated<%23now(years=1)")) == 2


def test_geojson_in_a_callback(older: Older) -> None:
    text = older.get(f"{DOWNLOAD}&format=geojsonp&callback=draw&rows=1").text
    assert text.startswith("/**/draw(")
    assert json.loads(text[9:-2])["features"][0]["geometry"]["coordinates"] == [2.0, 48.5]


@pytest.mark.parametrize("name", ["xlsb", "absent", "../csv"])
def test_a_format_that_there_is_not_is_not_found(older: Older, name: str) -> None:
    answer = older.get(f"{WEB}?format={name}")
    assert answer.status_code == 404
    assert "error" in answer.json()


@pytest.mark.parametrize("query", ["csv_separator=x", "rows=-2", "start=-1", "q=capacity:[", "fields=absent"])
def test_a_bad_parameter_is_refused_before_any_byte(older: Older, query: str) -> None:
    for name in ("csv", "json"):
        if (query, name) != ("csv_separator=x", "json"):
            assert older.get(f"{WEB}?format={name}&{query}").status_code == 400
