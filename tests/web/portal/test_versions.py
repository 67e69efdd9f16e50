"""Pages of the versions: list, one with its citation, a tombstone, a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.published import PUBLIC, STATION_ROWS, STATIONS, Installation

from parvis.core.fields import FieldType, Schema
from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader
from parvis.data.store.manifest import Grant, Manifest
from parvis.data.store.versions import Version, VersionIndex

PATH = "/explore/dataset/stations/versions/"


def version(manifest: Manifest, number: int, reason: str) -> Version:
    assert manifest.data is not None
    made = f"2026-0{number}-10T10:00:00.000000+00:00"
    return Version(number, made, "ann@x.org", reason, "f.csv", "0" * 64, "replace", manifest.schema, manifest.data)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Two datasets of three versions, the second deleted; the public sees a part of the other one."""
    home: Path = tmp_path_factory.mktemp("portal")
    made = Installation(home)
    made.domain("lyon", "testserver", is_default=True)
    fewer = Schema.of(
        replace(f, type=FieldType.TEXT) if f.name == "capacity" else f for f in STATIONS if f.name != "zone"
    )
    old = [{**row, "capacity": str(row["capacity"])} for row in STATION_ROWS[:100]]
    new = [{**row, "city": "<b>Nice</b>"} if row["code"] == "s003" else row for row in STATION_ROWS]
    for name, grants in (("stations", (PUBLIC,)), ("part", (Grant("public", "open is true", ("code", "city")),))):
        one = version(made.dataset(name, schema=fewer, rows=old, grants=grants), 1, "First <i>")
        two = version(made.dataset(name, rows=STATION_ROWS[:5], revision=2, grants=grants), 2, "")
        last = made.dataset(name, rows=new, revision=3, grants=grants)
        gone = replace(two, deleted="2026-03-01T00:00:00+00:00", deleted_reason="Names of people")
        index = VersionIndex((one, gone, version(last, 3, "")), ())
        key = made.store.put_versions(last.uid, index)
        made.dataset(name, rows=None, data=last.data, version=3, revision=4, grants=grants, versions=key)
    made.dataset("alone")
    made.dataset("empty", rows=None)
    found = Reader.open(home)
    yield found
    found.stop()


@pytest.fixture
def client(reader: Reader) -> Client:
    use(reader)
    return Client(headers={"accept-language": "en"})


def text(client: Client, path: str, status: int = 200, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def test_the_list_flags_breaking_changes_and_the_current_version(client: Client) -> None:
    page = text(client, PATH)
    assert page.count("breaking change") == 1
    assert "type changed from Text to Whole number" in page
    assert page.count(">current<") == 1
    assert "First &lt;i&gt;" in page
    assert "Names of people" in page
    assert "exports/csv?version=1" in page
    assert "version=2&" not in page
    assert "ann@x.org" not in page


def test_the_tab_leads_there(client: Client) -> None:
    assert f'href="{PATH}"' in text(client, "/explore/dataset/stations/information/")


def test_a_version_has_a_permanent_address_and_citations(client: Client) -> None:
    page = text(client, f"{PATH}1/")
    assert f"https://testserver{PATH}1/" in page
    assert "@misc{stations-v1," in page
    assert "&quot;type&quot;: &quot;dataset&quot;" in page


def test_a_deleted_version_answers_410_with_what_is_known(client: Client) -> None:
    page = text(client, f"{PATH}2/", 410)
    assert "Names of people" in page
    assert "exports/csv" not in page


def test_a_comparison_tells_counts_fields_and_rows(client: Client) -> None:
    page = text(client, f"{PATH}compare/", **{"from": "1", "to": "3"})
    assert "100 before, 120 after" in page
    assert "Field “zone” added (Text)" in page
    assert "&lt;b&gt;Nice&lt;/b&gt;" in page
    assert "<b>Nice" not in page
    assert "versions/1/compare/3/exports/csv" in page


def test_a_comparison_without_numbers_takes_the_last_two_that_are_left(client: Client) -> None:
    assert "From version 1 to version 3" in text(client, f"{PATH}compare/")
    assert "From version 1 to version 1" in text(client, "/explore/dataset/alone/versions/compare/")


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"from": "2", "to": "3"}, 410, "was deleted on 2026-03-01"),
        ({"from": "x", "to": "3"}, 400, "is not the number of a version"),
        ({"from": "1", "to": "9"}, 404, "no version 9"),
        ({"from": "1", "to": "3", "key": "<script>"}, 400, "&lt;script&gt;"),
        ({"from": "1", "to": "3", "key": "city"}, 400, "Several rows have the same city"),
    ],
)
def test_what_cannot_be_compared_is_told_beside_the_form(
    client: Client, asked: dict[str, str], status: int, told: str
) -> None:
    page = text(client, f"{PATH}compare/", status, **asked)
    assert told in page
    assert 'name="from"' in page


def test_who_sees_a_part_is_told_of_that_part_only(client: Client) -> None:
    whole = [text(client, f"/explore/dataset/part/versions/{rest}") for rest in ("", "1/", "compare/?from=1&to=3")]
    for page in whole:
        assert not [word for word in ("capacity", "zone", "Capacité", "Checksum", "120 records") if word in page]
    assert "50 before, 60 after" in whole[2]


@pytest.mark.parametrize("rest", ["9/", "0/", "x/"])
def test_a_version_that_never_was_is_not_found(client: Client, rest: str) -> None:
    text(client, PATH + rest, 404)


def test_a_dataset_without_records_has_no_versions(client: Client) -> None:
    assert "no versions" in text(client, "/explore/dataset/empty/versions/")
    text(client, "/explore/dataset/empty/versions/compare/", 404)


def test_a_wrong_page_number_is_the_first_page(client: Client) -> None:
    assert "Version 3" in text(client, PATH, page="zz")
    assert "Version 3" in text(client, PATH, page="99")
