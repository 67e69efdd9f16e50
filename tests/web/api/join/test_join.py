"""The join API: rows, rights, licences, errors."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests.factories.published import OPERATOR_SECRET, STAFF_SECRET, STATION_ROWS
from tests.web.api.conftest import Api

BASE = "/api/join/v1"


def ask(api: Api, secret: str | None = None, path: str = "/records", **parameters: Any) -> Any:
    given = {"left": "stations", "right": "towns", "on": "left.city = right.name"} | parameters
    headers = {"Authorization": f"Apikey {secret}"} if secret else {}
    return api.request("GET", BASE + path, params=given, headers=headers)


def test_rows_of_both_sides_meet_and_are_counted(api: Api) -> None:
    answer = ask(api, select="left.code, people", order_by="left.code", limit=2).json()
    assert answer["total_count"] == 60
    assert answer["results"] == [{"left.code": "s000", "people": 2000}, {"left.code": "s001", "people": 500}]
    assert answer["join"] == {"on": "left.city = right.name", "keep": "inner"}


def test_groups_are_those_counted_by_hand(api: Api) -> None:
    answer = ask(
        api, select="count(*) as n, sum(people) as p", group_by="right.name", where="left.capacity >= 60"
    ).json()
    expected = Counter(
        row["city"] for row in STATION_ROWS if row["capacity"] >= 60 and row["city"] in ("Lyon", "Paris")
    )
    assert {row["right.name"]: row["n"] for row in answer["results"]} == expected
    assert answer["results"][0] == {"right.name": "Lyon", "n": 15, "p": 7500}


def test_keeping_the_left_keeps_what_meets_nothing(api: Api) -> None:
    answer = ask(api, keep="left", select="code, right.name", where="right.name is null", limit=1).json()
    assert answer["total_count"] == 60
    assert answer["results"] == [{"code": "s002", "right.name": None}]


def test_pages_hold_every_row_once(api: Api) -> None:
    pages = [ask(api, select="code", limit=7, offset=offset).json()["results"] for offset in range(0, 60, 7)]
    codes = [row["code"] for page in pages for row in page]
    assert len(codes) == len(set(codes)) == 60


def test_both_licences_and_their_verdict_come_with_the_rows(api: Api) -> None:
    answer = ask(api, limit=0).json()
    assert [(s["side"], s["license"]["id"]) for s in answer["sources"]] == [
        ("left", "etalab-2.0"),
        ("right", "ODbL-1.0"),
    ]
    assert all(s["attribution"] and s["title"] in s["attribution"] for s in answer["sources"])
    assert answer["license"]["database"]["verdict"] == "allowed"
    assert "ODbL-1.0" in answer["license"]["outputs"]
    assert "produced_work_notice" in [r["code"] for r in answer["license"]["work"]["reasons"]]


def test_a_licence_that_is_not_understood_is_said_to_be(api: Api) -> None:
    answer = ask(api, right="odd", limit=0).json()
    assert answer["license"]["unread"] == ["right"]
    assert answer["license"]["database"] is None
    assert answer["sources"][1]["attribution"] is None


def test_each_side_keeps_its_rights(api: Api) -> None:
    asked = {"left": "limited", "right": "stations", "on": "left.code = right.code"}
    seen = api.records("limited", limit=0)["total_count"]
    assert 0 < seen < 120
    assert ask(api, **asked, limit=0).json()["total_count"] == seen
    assert ask(api, STAFF_SECRET, **asked, limit=0).json()["total_count"] == 120
    hidden = ask(api, **asked, select="left.capacity")
    assert hidden.status_code == 400
    assert "Unknown field" in hidden.text
    assert "left.capacity" not in ask(api, **asked, path="/fields").text


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hidden_dataset_is_one_that_does_not_exist(api: Api, side: str) -> None:
    hidden, missing = (ask(api, on="left.code = right.code", **{side: name}) for name in ("secret", "absent"))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace("secret", "absent") == missing.text
    assert (
        ask(api, OPERATOR_SECRET, left="secret", right="secret", on="left.code = right.code", limit=0).status_code
        == 200
    )


def test_metadata_alone_do_not_join(api: Api) -> None:
    assert ask(api, left="described", on="left.code = right.name").status_code in (403, 404)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"on": ""}, "InvalidRESTParameterError"),
        ({"left": ""}, "InvalidRESTParameterError"),
        ({"keep": "outer"}, "InvalidRESTParameterError"),
        ({"limit": "101"}, "InvalidRESTParameterError"),
        ({"on": "left.city == right.name"}, "ODSQLSyntaxError"),
        ({"on": "left.ctiy = right.name"}, "ODSQLError"),
        ({"on": "left.capacity = right.name"}, "IncompatibleTypesInComparisonFilter"),
        ({"on": "1=1 or left.city = right.name"}, "ODSQLSyntaxError"),
        ({"on": "left.city = right.name' OR '1'='1"}, "ODSQLSyntaxError"),
        ({"on": "x " * 30_000}, "ODSQLSyntaxError"),
        ({"where": "city = "}, "ODSQLSyntaxError"),
        ({"select": "name, zzz"}, "ODSQLError"),
        ({"group_by": "geo_cluster(coord, 3)", "select": "count(*)"}, "InvalidRESTParameterError"),
    ],
)
def test_a_wrong_request_has_a_stable_code(api: Api, parameters: dict[str, str], code: str) -> None:
    answer = ask(api, **parameters)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == code


def test_a_fault_in_on_gives_its_place_and_a_way_out(api: Api) -> None:
    fault = ask(api, on="left.ctiy = right.name").json()
    assert fault["hint"] == "did you mean left.city?"
    assert fault["position"] == 0


def test_fields_tell_names_that_stand_alone(api: Api) -> None:
    found = {f["name"]: f for f in ask(api, path="/fields").json()["fields"]}
    assert found["right.people"] == {
        "name": "right.people",
        "short_name": "people",
        "label": "Habitants",
        "type": "int",
        "unit": "habitants",
    }


def test_the_answer_has_a_validator_and_head(api: Api) -> None:
    first = ask(api, limit=1)
    given = {"left": "stations", "right": "towns", "on": "left.city = right.name", "limit": 1}
    again = api.request("GET", f"{BASE}/records", params=given, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert api.request("HEAD", f"{BASE}/records", params=given).content == b""


def test_the_contract_names_every_parameter(api: Api) -> None:
    paths = api.request("GET", f"{BASE}/openapi.json").json()["paths"]
    assert {p["name"] for p in paths["/records"]["get"]["parameters"]} >= {"left", "right", "on", "keep", "select"}
    assert "ignored parameters: lefft" in ask(api, lefft="x").headers["warning"]
