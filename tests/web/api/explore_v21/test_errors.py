"""Errors: status, code, envelope, for each known mistake."""

from typing import Any

import pytest
from tests.web.api.conftest import Api

DATASETS, STATIONS = "/catalog/datasets", "/catalog/datasets/stations"
RECORDS, CSV = f"{STATIONS}/records", f"{STATIONS}/exports/csv"
PARAMETER, QUERY, SYNTAX = "InvalidRESTParameterError", "ODSQLError", "ODSQLSyntaxError"
TYPES = "IncompatibleTypesInComparisonFilter"


@pytest.mark.parametrize(
    ("path", "query", "code", "said"),
    [
        (RECORDS, {"limit": 101}, PARAMETER, ("limit", "101", "-1 <= limit <= 100")),
        (RECORDS, {"limit": 100, "offset": 9901}, PARAMETER, ("offset + limit", "10001", "<= 10000")),
        (RECORDS, {"group_by": "city", "limit": 60000}, PARAMETER, ("60000", "20000")),
        (RECORDS, {"limit": "ten"}, PARAMETER, ("limit", "'ten'")),
        (RECORDS, {"offset": -1}, PARAMETER, ("offset",)),
        (RECORDS, {"timezone": "Mars/Base"}, PARAMETER, ("timezone",)),
        (RECORDS, {"lang": "xx"}, PARAMETER, ("lang",)),
        (RECORDS, {"include_links": "maybe"}, PARAMETER, ("include_links",)),
        (CSV, {"delimiter": "x"}, PARAMETER, ("delimiter",)),
        (CSV, {"with_bom": "perhaps"}, PARAMETER, ("with_bom",)),
        (CSV, {"epsg": 2154}, PARAMETER, ("epsg",)),
        (RECORDS, {"where": 'departement="75"'}, QUERY, ("Unknown field", "departement", "where.")),
        (DATASETS, {"select": "metas"}, QUERY, ("Unknown field: metas", "select.")),
        (DATASETS, {"where": "data_visible=true"}, QUERY, ("not allowed in the current clause",)),
        (RECORDS, {"select": "invalid_function()"}, QUERY, ("invalid_function", "select.")),
        (RECORDS, {"select": "sum(city)"}, QUERY, ("only supports numeric or date",)),
        (RECORDS, {"group_by": "coord"}, QUERY, ("geo point", "group_by.")),
        (
            CSV,
            {"group_by": "city", "select": "avg(rate) as a", "order_by": "a desc"},
            QUERY,
            ("order_by", "20000"),
        ),
        (RECORDS, {"select": "year(built) as y", "group_by": "year(built) as y"}, QUERY, ("alias y",)),
        (RECORDS, {"group_by": "city", "select": "count(*)", "order_by": "city,count(*) desc"}, QUERY, ("first",)),
        (RECORDS, {"where": "bogus("}, SYNTAX, ("( at position 5",)),
        (RECORDS, {"where": "garbage=="}, SYNTAX, ("= at position 8",)),
        (RECORDS, {"select": "1_uai"}, SYNTAX, ("_uai at position 1",)),
        (RECORDS, {"where": 'contains(city,"x")'}, SYNTAX, ("( at position 8",)),
        (RECORDS, {"where": "year(built) in (2005,2024)"}, SYNTAX, ()),
        (RECORDS, {"where": 'updated="2022"'}, TYPES, ("Incompatible types in comparison filter",)),
        (RECORDS, {"where": 'capacity="30"'}, TYPES, ()),
        (RECORDS, {"where": "updated >= date'-01'"}, QUERY, ("-01",)),
        (RECORDS, {"refine": "nofield:x"}, QUERY, ("nofield",)),
        (f"{STATIONS}/facets", {"facet": "coord"}, QUERY, ("coord",)),
        (f"{STATIONS}/facets", {"facet": "nofield"}, QUERY, ("nofield",)),
    ],
)
def test_a_wrong_query_is_a_400_that_says_what_and_where(
    api: Api, path: str, query: dict[str, Any], code: str, said: tuple[str, ...]
) -> None:
    status, found, message = api.error(path, **query)
    assert (status, found) == (400, code)
    for part in said:
        assert part in message


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"{DATASETS}/nothing", 404, "NotFoundResource"),
        (f"{DATASETS}/nothing/records", 404, "NotFoundResource"),
        (f"{RECORDS}/{'0' * 40}", 404, "NotFoundResource"),
        (f"{RECORDS}/short", 404, "NotFoundResource"),
        (f"{STATIONS}/attachments/none", 404, "NotFoundResource"),
        (f"{STATIONS}/exports/docx", 404, "NotFoundResource"),
        (f"{DATASETS}/notice/records", 404, "NotFoundResource"),
        ("/openapi.json", 404, "NotFoundURI"),
        (f"{DATASETS}/described/records", 403, "ForbiddenAccess"),
        (f"{DATASETS}/described/exports/csv", 403, "ForbiddenAccess"),
        (f"{STATIONS}/aggregates", 410, "Gone"),
        (f"{STATIONS}/query", 410, "Gone"),
        ("/catalog/aggregates", 410, "Gone"),
        ("/catalog/query", 410, "Gone"),
    ],
)
def test_what_is_not_there_is_told_apart(api: Api, path: str, status: int, code: str) -> None:
    answer = api.get(path)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_a_misspelt_parameter_is_named_in_a_warning(api: Api) -> None:
    answer = api.get(RECORDS, lmit=5)
    assert (answer.status_code, answer.json()["total_count"]) == (200, 120)
    assert answer.headers["warning"] == '299 parvis "ignored parameters: lmit"'
    assert "warning" not in api.get(RECORDS, limit=5, apikey="pk_staff").headers


def test_an_error_has_a_hint_and_a_position_for_people_and_programs(api: Api) -> None:
    body = api.get(RECORDS, where="capacty > 3").json()
    assert (body["position"], body["hint"]) == (0, "did you mean capacity?")


@pytest.mark.parametrize(
    "query",
    [b"where=%FF%FE", b"where=a%00b", b"&".join(b"where=open" for _ in range(501)), "where=é".encode("latin-1")],
)
def test_a_query_string_that_cannot_be_read_is_a_400(api: Api, query: bytes) -> None:
    assert api.raw(RECORDS, query).status == 400


def test_a_query_string_in_raw_utf8_is_read(api: Api) -> None:
    assert api.raw(RECORDS, 'where=city="Évry"&limit=0'.encode()).status == 200


@pytest.mark.parametrize("where", ["(" * 5000, "not " * 3000 + "open", "a" * 50_000, '"x" and ' * 2000 + '"x"'])
def test_a_monstrous_query_is_refused_without_a_fault(api: Api, where: str) -> None:
    assert api.get(RECORDS, where=where, limit=1).status_code in (200, 400)
