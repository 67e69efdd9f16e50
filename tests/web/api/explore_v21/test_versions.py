"""Old versions through the same endpoints, under the rights of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.factories.published import OPERATOR_SECRET, PUBLIC, STATION_ROWS, STATIONS, Installation
from tests.web.api.conftest import Api

from parvis.data.serving.reader import Reader
from parvis.data.store.manifest import OPERATOR, Grant, Manifest
from parvis.data.store.versions import Version, VersionIndex
from parvis.web.api.app import create_app

FIRST, SECOND, THIRD = (f"2026-0{month}-10T10:00:00.000000+00:00" for month in (1, 2, 3))
PATH = "/catalog/datasets/history"


def version(manifest: Manifest, number: int, created: str) -> Version:
    assert manifest.data is not None
    return Version(number, created, "system", "", "f.csv", "0" * 64, "replace", manifest.schema, manifest.data)


@pytest.fixture
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Api]:
    """Three versions of 3, 5 and 120 rows, the second deleted; ``capacity`` came with the third."""
    made = Installation(tmp_path)
    made.domain("lyon", "lyon.test", is_default=True)
    made.key(OPERATOR_SECRET, None, OPERATOR)
    grants = getattr(request, "param", (PUBLIC,))
    before = STATIONS.only(f.name for f in STATIONS if f.name != "capacity")
    one = version(made.dataset("history", schema=before, rows=STATION_ROWS[:3], grants=grants), 1, FIRST)
    two = version(made.dataset("history", rows=STATION_ROWS[:5], revision=2, grants=grants), 2, SECOND)
    last = made.dataset("history", revision=3, grants=grants)
    gone = replace(two, deleted="2026-03-01T00:00:00+00:00", deleted_reason="policy: last 1")
    index = VersionIndex((one, gone, version(last, 3, THIRD)), ((FIRST, 1), (SECOND, 2), (THIRD, 3)))
    made.dataset(
        "history",
        revision=4,
        version=3,
        data=last.data,
        rows=None,
        grants=grants,
        versions=made.store.put_versions(last.uid, index),
    )
    reader = Reader.open(tmp_path)
    yield Api(create_app(reader))
    reader.stop()


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({}, 120),
        ({"version": "3"}, 120),
        ({"version": "1"}, 3),
        ({"as_of": "2026-01-10"}, 3),
        ({"as_of": "2026-02-10T09:59:59Z"}, 3),
        ({"as_of": "2026-02-10T11:59:59 02:00"}, 3),
        ({"as_of": "2030-01-01"}, 120),
    ],
)
def test_every_read_endpoint_reads_the_version_asked(old: Api, asked: dict[str, str], rows: int) -> None:
    assert old.records("history", limit=0, **asked)["total_count"] == rows
    assert old.json(PATH, **asked)["metas"]["default"]["records_count"] == rows
    assert len(old.json(f"{PATH}/exports/json", **asked)) == rows
    assert sum(v["count"] for v in old.json(f"{PATH}/facets", facet="open", **asked)["facets"][0]["facets"]) == rows
    v1 = old.request("GET", "/api/records/1.0/search/", params={"dataset": "history", "rows": 0, **asked})
    v2 = old.request("GET", f"/api/explore/v2.0{PATH}/records", params={"limit": 1, **asked})
    assert (v1.json()["nhits"], v2.json()["total_count"]) == (rows, rows)
    assert [answer.headers.get("warning") for answer in (v1, v2)] == [None, None]


def test_fields_are_those_of_the_version_and_tags_differ(old: Api) -> None:
    assert "capacity" not in [f["name"] for f in old.json(PATH, version=1)["fields"]]
    assert old.error(f"{PATH}/records", version=1, where="capacity > 1")[:2] == (400, "ODSQLError")
    tags = {old.get(f"{PATH}/exports/csv", **asked).headers["etag"] for asked in ({}, {"version": 1})}
    assert len(tags) == 2


def test_one_record_of_an_old_version(old: Api) -> None:
    record = old.records("history", limit=1, version=1, include_app_metas="true")["results"][0]
    assert old.json(f"{PATH}/records/{record['_id']}", version=1)["code"] == record["code"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"version": "2"}, (410, "VersionDeleted")),
        ({"as_of": "2026-02-20"}, (410, "VersionDeleted")),
        ({"version": "9"}, (404, "NotFoundResource")),
        ({"as_of": "2025-01-01"}, (404, "NotFoundResource")),
        ({"version": "0"}, (400, "InvalidRESTParameterError")),
        ({"version": "1; drop"}, (400, "InvalidRESTParameterError")),
        ({"as_of": "yesterday"}, (400, "InvalidRESTParameterError")),
        ({"as_of": "9999-12-31T23:59:59-12:00"}, (400, "InvalidRESTParameterError")),
        ({"version": "1", "as_of": "2026-01-10"}, (400, "InvalidRESTParameterError")),
    ],
)
def test_what_cannot_be_read_says_why(old: Api, asked: dict[str, str], expected: tuple[int, str]) -> None:
    assert old.error(f"{PATH}/records", **asked)[:2] == expected


@pytest.mark.parametrize("old", [(Grant("public", "open is true", ("code", "open")),)], indirect=True)
def test_what_is_hidden_now_is_hidden_in_old_versions(old: Api) -> None:
    page = old.records("history", version=1)
    assert page["total_count"] == 2
    assert {name for record in page["results"] for name in record} == {"code", "open"}
    assert old.error(f"{PATH}/records", version=1, where="city = 'Paris'")[0] == 400
    everything = old.records("history", limit=0, version=1, apikey=OPERATOR_SECRET)
    assert everything["total_count"] == 3


@pytest.mark.parametrize("old", [(Grant("public", "capacity < 100"),)], indirect=True)
def test_a_row_filter_that_an_old_version_cannot_answer_opens_no_row(old: Api) -> None:
    assert old.records("history", limit=0, version=1)["total_count"] == 0


@pytest.mark.parametrize("old", [(Grant("staff"),)], indirect=True)
def test_who_may_not_know_of_the_dataset_learns_nothing_of_its_versions(old: Api) -> None:
    assert {old.error(f"{PATH}/records", version=n)[:2] for n in (1, 2, 3, 9)} == {(404, "NotFoundResource")}
