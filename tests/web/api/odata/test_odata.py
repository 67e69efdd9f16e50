"""OData 4.0, called as a client calls it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import yaml
from lxml import etree
from tests.cases.loader import FOLDER
from tests.factories.published import STAFF_SECRET, STATIONS
from tests.web.api.conftest import Api

ROOT = "/api/odata/v4"
KEPT = yaml.safe_load((FOLDER.parent / "odata" / "kept.yaml").read_text(encoding="utf-8"))
EDM = {"e": "http://docs.oasis-open.org/odata/ns/edm", "x": "http://docs.oasis-open.org/odata/ns/edmx"}


def get(api: Api, path: str, host: str = "lyon.test", headers: Any = None, **options: Any) -> httpx.Response:
    parameters = {f"${name}": value for name, value in options.items()}
    return api.request("GET", f"{ROOT}{path}", host=host, headers=headers, params=parameters)


def stations(api: Api, **options: Any) -> Any:
    answer = get(api, "/stations", **options)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("case", KEPT, ids=lambda case: case["filter"])
def test_a_filter_keeps_its_entities(api: Api, case: dict[str, Any]) -> None:
    assert stations(api, filter=case["filter"], count="true", top=0)["@odata.count"] == case["kept"]


def test_the_service_lists_the_sets_that_the_caller_may_read(api: Api) -> None:
    answer = get(api, "")
    assert answer.headers["odata-version"] == "4.0"
    assert [s["name"] for s in answer.json()["value"]] == ["limited", "stations"]
    staff = get(api, "", headers={"Authorization": f"Apikey {STAFF_SECRET}"}).json()["value"]
    assert [s["name"] for s in staff] == ["described", "limited", "secret", "stations"]


def test_the_model_in_xml_types_each_property(api: Api) -> None:
    root = etree.fromstring(get(api, "/$metadata").content)
    (kind,) = root.xpath("//e:EntityType[@Name='stations']", namespaces=EDM)
    types = {p.get("Name"): p.get("Type") for p in kind.xpath("e:Property", namespaces=EDM)}
    assert types["_id"] == "Edm.String"
    assert (types["capacity"], types["built"], types["updated"]) == ("Edm.Int64", "Edm.Date", "Edm.DateTimeOffset")
    assert (types["tags"], types["coord"]) == ("Collection(Edm.String)", "Edm.GeographyPoint")
    assert set(types) == {"_id", *STATIONS.by_name}
    assert not root.xpath("//e:EntityType[@Name='limited']/e:Property[@Name='capacity']", namespaces=EDM)


def test_the_model_in_json_says_the_same(api: Api) -> None:
    found = get(api, "/$metadata", format="json").json()
    assert found["parvis"]["stations"]["capacity"]["$Type"] == "Edm.Int64"
    assert found["parvis"]["Catalog"]["stations"] == {"$Collection": True, "$Type": "parvis.stations"}


def test_entities_carry_key_and_values(api: Api) -> None:
    found = stations(api, top=1)
    (first,) = found["value"]
    assert found["@odata.context"] == f"http://lyon.test{ROOT}/$metadata#stations"
    assert (first["code"], first["built"], first["updated"]) == ("s000", "2000-01-01", "2025-01-15T08:30:00Z")
    assert first["coord"] == {"type": "Point", "coordinates": [2.0, 48.5]}
    assert get(api, f"/stations('{first['_id']}')").json() == {
        "@odata.context": f"{found['@odata.context']}/$entity",
        **first,
    }
    assert get(api, f"/stations('{'0' * 40}')").status_code == 404


def test_selection_order_and_pages(api: Api) -> None:
    found = stations(api, select="code,capacity", orderby="capacity desc", top=2, skip=1)
    assert found["value"] == [{"code": "s118", "capacity": 118}, {"code": "s117", "capacity": 117}]
    assert found["@odata.context"].endswith("#stations(code,capacity)")
    assert "@odata.nextLink" not in found


def test_next_links_lead_through_every_entity_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.web.api.odata.options.MAX_PAGE", 25)
    for start, expected in (("", 120), ("?$top=60", 60), ("?$skip=20", 100), ("?$orderby=city&$apikey=x", 0)):
        address, seen = f"http://lyon.test{ROOT}/stations{start}", []
        while address:
            answer = api.request("GET", address).json()
            seen += [entity["code"] for entity in answer.get("value", ())]
            address = answer.get("@odata.nextLink", "")
        assert len(seen) == len(set(seen)) == expected


def test_counts_alone_and_beside(api: Api) -> None:
    assert get(api, "/stations/$count", filter="city eq 'Lyon'").text == "30"
    assert stations(api, top=1, count="true")["@odata.count"] == 120


def test_words_are_searched(api: Api) -> None:
    assert stations(api, search="paris", count="true", top=0)["@odata.count"] == 30
    assert stations(api, search="paris OR lyon", count="true", top=0)["@odata.count"] == 60
    assert stations(api, search="paris AND belgique", count="true", top=0)["@odata.count"] == 30


@pytest.mark.parametrize(
    ("apply", "first"),
    [
        ("aggregate($count as n,capacity with sum as total)", {"n": 120, "total": 7140}),
        ("groupby((city),aggregate($count as n))", {"city": "Clichy", "n": 30}),
        ("filter(open)/groupby((city),aggregate(capacity with max as most))", {"city": "Clichy", "most": 118}),
        ("groupby((tags))", {"tags": "covered"}),
        ("aggregate(city with countdistinct as cities,rate with average as rate)", {"cities": 3, "rate": 14.875}),
        ("aggregate(built with max as last)", {"last": "2004-01-01"}),
    ],
)
def test_groups_and_aggregates(api: Api, apply: str, first: dict[str, Any]) -> None:
    assert stations(api, apply=apply)["value"][0] == first


def test_groups_are_sorted_by_their_measures(api: Api) -> None:
    found = stations(api, apply="groupby((city),aggregate(capacity with max as most))", orderby="most desc", top=2)
    assert [group["most"] for group in found["value"]] == [119, 118]


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"filter": "city eq "}, 400, "InvalidFilter"),
        ({"filter": "nothing eq 1"}, 400, "InvalidFilter"),
        ({"filter": "city eq 3"}, 400, "InvalidFilter"),
        ({"filter": "city eq 'a' or 1=1"}, 400, "InvalidFilter"),
        ({"filter": "substring(city,1) eq 'a'"}, 400, "InvalidFilter"),
        ({"filter": "(" * 3000}, 400, "InvalidFilter"),
        ({"filter": "not " * 3000 + "open"}, 400, "InvalidFilter"),
        ({"filter": " or ".join(["open"] * 3_100)}, 400, "QueryOverBudget"),
        ({"top": "-1"}, 400, "InvalidRESTParameterError"),
        ({"top": "many"}, 400, "InvalidRESTParameterError"),
        ({"skiptoken": "zzz"}, 400, "InvalidRESTParameterError"),
        ({"orderby": "coord"}, 400, "InvalidFilter"),
        ({"orderby": "city sideways"}, 400, "InvalidFilter"),
        ({"select": "nothing"}, 400, "InvalidFilter"),
        ({"apply": "groupby((coord))"}, 400, "InvalidFilter"),
        ({"apply": "aggregate(city with sum as x)"}, 400, "InvalidFilter"),
        ({"apply": "topcount(3,capacity)"}, 400, "InvalidFilter"),
        ({"expand": "x"}, 501, "NotImplemented"),
        ({"format": "atom"}, 406, "UnsupportedFormat"),
    ],
)
def test_bad_input_is_refused_in_the_shape_of_odata(api: Api, options: Any, status: int, code: str) -> None:
    answer = get(api, "/stations", **options)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"]


def test_a_top_without_reason_gives_a_page(api: Api) -> None:
    assert len(stations(api, top=1_000_000_000)["value"]) == 120


def test_hidden_fields_and_rows_are_not_there(api: Api) -> None:
    found = get(api, "/limited", count="true").json()
    assert found["@odata.count"] == 50
    assert not {"capacity", "coord"} & found["value"][0].keys()
    for options in (
        {"filter": "capacity gt 1"},
        {"select": "capacity"},
        {"orderby": "capacity"},
        {"apply": "aggregate(capacity with sum as x)"},
    ):
        assert get(api, "/limited", **options).status_code == 400


@pytest.mark.parametrize("path", ["/secret", "/secret/$count", "/vault", "/absent", "/secret('00')"])
def test_what_a_caller_may_not_know_does_not_exist(api: Api, path: str) -> None:
    answer = get(api, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NotFoundResource")


def test_a_private_portal_and_closed_records_stay_so(api: Api) -> None:
    assert get(api, "", host="closed.test").status_code == 401
    assert get(api, "/described").status_code == 403
    answer = get(api, "/stations", headers={"Authorization": f"Apikey {STAFF_SECRET}"})
    assert answer.headers["cache-control"] == "private, no-cache"
