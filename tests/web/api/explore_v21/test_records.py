"""Records: pages, groups, one record, paging by key."""

from typing import Any

import pytest
from tests.web.api.conftest import Api

RECORDS = "/catalog/datasets/stations/records"


def test_a_page_has_the_true_total_and_every_field_nulls_included(api: Api) -> None:
    page = api.records(limit=8)
    assert page["total_count"] == 120
    assert page["results"][7] == {
        "code": "s007",
        "city": None,
        "capacity": 7,
        "rate": 1.75,
        "open": False,
        "tags": ["night"],
        "built": "2002",
        "updated": "2026-08-15T08:30:00+00:00",
        "coord": None,
        "zone": "Europe/France",
    }
    assert page["results"][1]["coord"] == {"lon": 2.01, "lat": 48.5}


def test_instants_are_written_in_the_timezone_asked(api: Api) -> None:
    page = api.records(limit=1, offset=7, select="updated", timezone="Europe/Paris")
    assert page["results"] == [{"updated": "2026-08-15T10:30:00+02:00"}]


@pytest.mark.parametrize(
    ("window", "count"),
    [({}, 10), ({"limit": 0}, 0), ({"limit": 100}, 100), ({"limit": -1}, 100), ({"limit": 100, "offset": 9900}, 0)],
)
def test_windows_within_the_limits(api: Api, window: dict[str, int], count: int) -> None:
    page = api.records(**window)
    assert (len(page["results"]), page["total_count"]) == (count, 120)


def test_conditions_that_repeat_are_anded(api: Api) -> None:
    page = api.records(where=["capacity >= 100", "open"], select="code", limit=3)
    assert page == {"total_count": 10, "results": [{"code": "s100"}, {"code": "s102"}, {"code": "s104"}]}


def test_groups_come_whole_with_their_true_number_and_the_keys_as_typed(api: Api) -> None:
    page = api.records(select="COUNT(*),sum(capacity) as total", group_by="RANGE(capacity,15)")
    assert page["total_count"] == len(page["results"]) == 8
    assert page["results"][0] == {"RANGE(capacity,15)": "[0, 14]", "COUNT(*)": 15, "total": 105}
    cut = api.records(group_by="city", select="count(*) as n", limit=2)
    assert (cut["total_count"], [r["city"] for r in cut["results"]]) == (4, ["Clichy", "Lyon"])


def test_an_aggregate_without_groups_is_one_row(api: Api) -> None:
    page = api.records(select="min(capacity) as low, max(built) as last")
    assert page == {"total_count": 1, "results": [{"low": 0, "last": "2004"}]}


def test_refinements_and_exclusions_filter(api: Api) -> None:
    refine = ["city:Paris", "updated:2025/3"]
    assert [r["code"] for r in api.records(refine=refine, select="code")["results"]] == ["s020", "s056", "s092"]
    assert api.records(exclude="city:Paris")["total_count"] == 90
    both = {"refine": ["city:Paris", "city:Lyon"]}
    assert api.records(**both)["total_count"] == 0
    assert api.records(**both, facet='facet(name="city",disjunctive=true)')["total_count"] == 60


def test_a_query_of_the_old_language_joins_the_condition(api: Api) -> None:
    assert api.records(qv1="capacity:[100 TO 109]", where="open")["total_count"] == 5


def test_a_record_is_found_by_the_id_that_a_page_shows(api: Api) -> None:
    shown = api.records(limit=1, offset=41, include_app_metas="true")["results"][0]
    assert len(shown["_id"]) == 40
    assert shown["_timestamp"].startswith("2026-03-15T10:00:00")
    assert shown["_size"] > 50
    found = api.json(f"{RECORDS}/{shown['_id']}", select="code, capacity")
    assert found == {"code": "s041", "capacity": 41}


def test_links_lead_to_the_record(api: Api) -> None:
    shown = api.records(limit=1, include_links="true")["results"][0]
    link = shown["_links"][0]
    assert link["rel"] == "self"
    assert api.request("GET", link["href"]).json()["code"] == "s000"


@pytest.mark.parametrize("order", [{}, {"order_by": "city desc, capacity"}, {"order_by": "open, updated desc"}])
def test_paging_by_key_sees_each_record_once_in_order(api: Api, order: dict[str, Any]) -> None:
    expected = [r["code"] for r in api.json("/catalog/datasets/stations/exports/json", select="code", **order)]
    found, after = [], ""
    while after is not None:
        page = api.records(select="code", limit=35, after=after, **order)
        found += [r["code"] for r in page["results"]]
        after = page["after"]
    assert found == expected


def test_the_next_page_by_key_is_also_a_link_header(api: Api) -> None:
    answer = api.get(RECORDS, limit=2, after="", where="open", apikey="pk_staff")
    address = answer.headers["link"].partition(">")[0].strip("<")
    assert answer.headers["link"].endswith('rel="next"')
    assert "pk_staff" not in address
    assert [r["code"] for r in api.request("GET", address).json()["results"]] == ["s004", "s006"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"after": "nonsense"},
        {"after": "WzFd", "order_by": "city"},
        {"after": "WyJ4Il0"},
        {"after": "", "offset": 10},
        {"after": "", "group_by": "city"},
        {"after": "", "limit": 1001},
        {"after": "", "order_by": "random(1)"},
    ],
)
def test_a_cursor_that_cannot_be_followed_is_refused(api: Api, wrong: dict[str, Any]) -> None:
    assert api.error(RECORDS, **wrong)[:2] == (400, "InvalidRESTParameterError")
