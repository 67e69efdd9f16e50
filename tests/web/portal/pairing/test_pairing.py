"""Two datasets on one page: what is chosen, what is found, what is said when it is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.factories.published import DESCRIBED, Installation

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata.description import Description
from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader
from parvis.data.store.manifest import Grant

TOWNS = Schema.of(
    [
        Field("nom", FieldType.TEXT, "Nom", facet=True),
        Field("region", FieldType.TEXT, "Région", facet=True),
        Field("people", FieldType.INT, "Habitants"),
        Field("place", FieldType.GEO_POINT, "Lieu"),
    ]
)
REGIONS = Schema.of(
    [
        Field("code", FieldType.TEXT, "Code", key=True),
        Field("title", FieldType.TEXT, "Nom <b>"),
        Field("area", FieldType.DOUBLE, "Surface", unit="km²"),
        Field("shape", FieldType.GEO_SHAPE, "Contour"),
    ]
)
ODBL = Description(title="Régions", publisher="OSM", license="ODbL 1.0", language="fr")


def square(west: float) -> object:
    corners = [[west, 40.0], [west + 10, 40.0], [west + 10, 50.0], [west, 50.0], [west, 40.0]]
    return {"type": "Polygon", "coordinates": [corners]}


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    made = Installation(tmp_path_factory.mktemp("pairs"))
    made.domain("lyon", "testserver", is_default=True)
    towns = [
        {"nom": f"t{i}", "region": "ABC"[i % 3], "people": i, "place": {"lon": i % 20, "lat": 45}} for i in range(60)
    ]
    made.dataset("towns", schema=TOWNS, rows=towns, description=DESCRIBED)
    regions = [{"code": c, "title": f"<b>{c}", "area": i * 10.0, "shape": square(i * 10)} for i, c in enumerate("AB")]
    made.dataset("region", schema=REGIONS, rows=regions, description=ODBL)
    made.dataset("secret", schema=REGIONS, rows=regions, description=ODBL, grants=(Grant("staff"),))
    reader = Reader.open(made.home)
    yield reader
    reader.stop()


@pytest.fixture
def visitor(portal: Reader) -> Client:
    use(portal)
    return Client(headers={"accept-language": "en"})


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("address", ["/explore/join/", "/explore/compare/", "/explore/join/?left=towns"])
def test_it_begins_by_choosing_two_datasets(visitor: Client, address: str) -> None:
    page = shown(visitor, address)
    assert '<option value="towns">' in page
    assert "secret" not in page
    assert "Continue" in page


@pytest.mark.parametrize("name", ["secret", "absent", "%3Cscript%3E"])
def test_a_dataset_that_is_not_there_is_said_at_its_field(visitor: Client, name: str) -> None:
    page = shown(visitor, f"/explore/join/?left=towns&right={name}")
    assert "No dataset with records has this identifier here." in page
    assert 'aria-invalid="true"' in page
    assert "<script>" not in page.partition("<form")[2].partition("</form>")[0]


def test_the_likely_key_is_found_and_the_rows_are_shown(visitor: Client) -> None:
    page = shown(visitor, "/explore/join/?left=towns&right=region")
    assert "left.region = right.code" in page
    assert "40 rows" in page
    assert "&lt;b&gt;A" in page
    assert "/api/join/v1/records?left=towns&amp;right=region&amp;on=left.region" in page


def test_both_licences_their_lines_and_the_verdict_are_shown(visitor: Client) -> None:
    page = shown(visitor, "/explore/join/?left=towns&right=region")
    assert "/licenses/ODbL-1.0/" in page
    assert "/licenses/etalab-2.0/" in page
    assert page.count("Copy this line where you publish:") == 2
    assert "/licenses/compatibility/?source.1=towns&amp;source.2=region" in page
    assert 'class="verdict ' in page


def test_places_meet_and_what_meets_nothing_can_stay(visitor: Client) -> None:
    page = shown(
        visitor, "/explore/join/?left=towns&right=region&how=within&keep=left&select=nom,code&where=code+is+null"
    )
    assert "within(left.place, right.shape)" in page
    assert "6 rows" in page


def test_clauses_and_pages_work(visitor: Client) -> None:
    page = shown(visitor, "/explore/join/?left=towns&right=region&select=nom&order_by=people&page=2")
    assert "t30" in page
    assert "page=1" in page or 'aria-current="page"' in page
    grouped = shown(visitor, "/explore/join/?left=towns&right=region&select=sum(people)+as+s&group_by=code")
    assert "2 rows" in grouped


@pytest.mark.parametrize(
    "query",
    ["on=left.zzz+%3D+right.code", "where=%28", "select=zzz", "how=nearest&on=nearest(left.place)", "keep=outer"],
)
def test_a_wrong_query_says_so_and_keeps_what_was_typed(visitor: Client, query: str) -> None:
    page = shown(visitor, f"/explore/join/?left=towns&right=region&{query}", 400)
    assert 'role="alert"' in page
    assert 'value="region"' in page


def test_groups_of_the_same_name_stand_side_by_side(visitor: Client) -> None:
    page = shown(visitor, "/explore/compare/?left=towns&right=region")
    assert "2 groups are in both datasets, 1 in one only." in page
    assert page.count("<svg xmlns") >= 1
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count("<tr>") == 2
    assert '<td class="cell-number">20</td><td class="cell-number">1</td>' in rows


def test_values_of_different_units_have_their_own_drawing(visitor: Client) -> None:
    page = shown(visitor, "/explore/compare/?left=towns&right=region&right.measure=sum&right.of=area")
    assert 'id="compared-0"' in page
    assert 'id="compared-1"' in page


def test_groups_with_nothing_in_common_are_told(visitor: Client) -> None:
    page = shown(visitor, "/explore/compare/?left=towns&right=region&left.by=nom&right.by=title")
    assert "no group of the same name" in page


def test_two_maps_stand_side_by_side(visitor: Client) -> None:
    page = shown(visitor, "/explore/compare/?left=towns&right=region&view=map")
    assert 'src="/embed/v1/map/towns"' in page
    assert 'src="/embed/v1/map/region"' in page
    assert "<iframe" in page


@pytest.mark.parametrize("query", ["left.by=%00&right.step=1)", "left.measure=x&right.of=y", "view=zzz", "left.top=9"])
def test_no_address_breaks_the_comparison(visitor: Client, query: str) -> None:
    shown(visitor, f"/explore/compare/?left=towns&right=region&{query}")
