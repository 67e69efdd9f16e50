"""The tiles as a client reads them."""

from __future__ import annotations

from typing import Any

import httpx
import mapbox_vector_tile
import pytest
from tests.factories.published import STAFF_SECRET, STATION_ROWS
from tests.web.api.conftest import Api

STATIONS = "/api/tiles/v1/datasets/stations"
WORLD = f"{STATIONS}/0/0/0.mvt"


def get(api: Api, path: str, method: str = "GET", headers: Any = None, **parameters: Any) -> httpx.Response:
    return api.request(method, path, params=parameters, headers=headers)


def features(answer: httpx.Response, layer: str = "features") -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    found = mapbox_vector_tile.decode(answer.content)
    return found[layer]["features"] if found else []


def test_the_document_counts_and_bounds(api: Api) -> None:
    found = get(api, STATIONS).json()
    assert (found["count"], found["placed"], found["small"]) == (120, 119, True)
    assert found["bounds"] == pytest.approx([2.0, 48.5, 3.19, 48.5], abs=1e-6)
    assert found["geometry"] == "coord"
    narrowed = get(api, STATIONS, where="capacity < 10").json()
    assert (narrowed["count"], narrowed["placed"]) == (10, 9)
    assert get(api, STATIONS, where="capacity < 0").json()["count"] == 0


def test_the_tiles_that_the_document_names_answer_for_ever(api: Api) -> None:
    template = get(api, STATIONS, where="capacity < 10", fields="code").json()["tiles"][0]
    answer = api.request("GET", template.replace("{z}/{x}/{y}", "0/0/0"))
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert "immutable" in answer.headers["cache-control"]
    assert {f["properties"]["code"] for f in features(answer)} == {f"s{n:03}" for n in range(10)} - {"s007"}


def test_another_version_or_a_key_is_never_kept(api: Api) -> None:
    assert get(api, WORLD, v="0.0").headers["cache-control"] == "no-cache"
    template = get(api, STATIONS, apikey=STAFF_SECRET).json()["tiles"][0]
    answer = api.request(
        "GET", template.replace("{z}/{x}/{y}", "0/0/0"), headers={"Authorization": f"apikey {STAFF_SECRET}"}
    )
    assert answer.headers["cache-control"] == "private, no-cache"


def test_conditional_head_and_compressed(api: Api) -> None:
    first = get(api, WORLD)
    assert first.headers["content-encoding"] in ("gzip", "zstd")
    again = get(api, WORLD, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = get(api, WORLD, method="HEAD")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


def test_features_carry_what_was_asked(api: Api) -> None:
    found = features(get(api, WORLD, where="code = 's005'", fields="code,capacity,rate,open,tags,built,updated"))
    row = STATION_ROWS[5]
    assert found[0]["properties"] == {
        "code": "s005", "capacity": 5, "rate": 1.25, "open": False, "built": "2000-01-01",
        "updated": "2026-06-15T08:30:00+00:00",
    }  # fmt: skip
    assert found[0]["id"] == 5
    assert row["tags"] is None


@pytest.mark.parametrize(
    "query", [{"refine": "city:Lyon"}, {"exclude": "city:Lyon"}, {"q": "lyon"}, {"where": "open is true"}]
)
def test_filters_are_those_of_the_records(api: Api, query: dict[str, str]) -> None:
    where = {"where": f'search("{query["q"]}")'} if "q" in query else query
    total = api.records(limit=0, **where)["total_count"]
    assert get(api, STATIONS, **query).json()["count"] == total
    assert len(features(get(api, WORLD, **query))) in (total, total - 1)


def test_rights_are_those_of_the_records(api: Api) -> None:
    """The public sees no coordinates of ``limited``, no record of ``described``, nothing of ``secret``."""
    place = "/api/tiles/v1/datasets/{}/0/0/0.mvt"
    hidden = get(api, place.format("limited"), geometry="coord")
    assert (hidden.status_code, hidden.json()["error_code"]) == (400, "InvalidRESTParameterError")
    assert hidden.json()["message"] == get(api, place.format("limited"), geometry="coord2").json()["message"].replace(
        "coord2", "coord"
    )
    assert get(api, place.format("limited")).status_code == 404
    assert get(api, place.format("described")).status_code == 403
    assert get(api, place.format("secret")).status_code == 404
    assert get(api, place.format("notice")).status_code == 404
    seen = get(api, place.format("secret"), apikey=STAFF_SECRET)
    assert len(features(seen)) == 119


def test_a_dataset_of_another_domain_is_not_there(api: Api) -> None:
    assert api.request("GET", "/api/tiles/v1/datasets/vault/0/0/0.mvt").status_code == 404
    assert api.request("GET", "/api/tiles/v1/datasets/vault/0/0/0.mvt", host="closed.test").status_code == 401
    northern = api.request("GET", WORLD, host="nord.test")
    assert len(features(northern)) == 3


@pytest.mark.parametrize(
    ("place", "query"),
    [
        ("40/0/0", {}),
        ("23/0/0", {}),
        ("1/2/0", {}),
        ("1/0/-1", {}),
        ("a/0/0", {}),
        ("99999999999/0/0", {}),
        ("0/0/0", {"where": "capcity > 3"}),
        ("0/0/0", {"where": " or ".join(["capacity=1"] * 3500)}),
        ("0/0/0", {"fields": "coord"}),
        ("0/0/0", {"fields": "nothing"}),
        ("0/0/0", {"fields": ",".join(f"f{n}" for n in range(20))}),
        ("0/0/0", {"geometry": "code"}),
        ("0/0/0", {"geometry": '"; drop table rows; --'}),
    ],
)
def test_what_cannot_be_answered_says_why(api: Api, place: str, query: dict[str, str]) -> None:
    answer = api.request("GET", f"{STATIONS}/{place}.mvt", params=query)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_a_parameter_that_is_not_read_is_named(api: Api) -> None:
    assert "wher" in get(api, WORLD, wher="capacity > 3").headers["warning"]


def test_openapi_names_every_parameter(api: Api) -> None:
    document = get(api, "/api/tiles/v1/openapi.json").json()
    for path in document["paths"].values():
        names = {parameter["name"] for parameter in path["get"]["parameters"]}
        assert {"where", "refine", "exclude", "q", "geometry", "fields", "v"} <= names
