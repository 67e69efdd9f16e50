"""HTTP: slashes, methods, CORS, compression, validators, headers of every answer."""

import gzip
from typing import Any

import pytest
import zstandard
from tests.web.api.conftest import ROOT, Api

DATASET = f"{ROOT}/catalog/datasets/stations"
RECORDS = f"{DATASET}/records"


@pytest.mark.parametrize("path", ["", "/catalog", "/catalog/datasets", "/catalog/datasets/stations/records"])
def test_a_final_slash_changes_nothing(api: Api, path: str) -> None:
    without, with_ = (api.request("GET", ROOT + path + end) for end in ("", "/"))
    assert without.status_code == with_.status_code == 200
    assert without.content == with_.content


@pytest.mark.parametrize("path", ["", "/catalog/facets", "/catalog/datasets/stations", "/catalog/exports/csv"])
def test_head_has_the_headers_of_get_and_no_body(api: Api, path: str) -> None:
    got, head = (api.request(method, ROOT + path) for method in ("GET", "HEAD"))
    changing = ("x-request-id",)
    assert head.content == b""
    assert {k: v for k, v in head.headers.items() if k not in changing} == {
        k: v for k, v in got.headers.items() if k not in changing
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_in_the_envelope(api: Api, method: str) -> None:
    answer = api.request(method, RECORDS)
    assert (answer.status_code, answer.json()["error_code"]) == (405, "MethodNotAllowed")


def test_a_preflight_allows_what_clients_send(api: Api) -> None:
    answer = api.request("OPTIONS", RECORDS, headers={"Origin": "https://elsewhere.example"})
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-max-age"] == "1000"
    assert {"authorization", "ods-widgets-version", "ods-api-analytics-app"} <= {n.strip() for n in allowed.split(",")}
    assert "apikey" not in {n.strip() for n in allowed.split(",")}


@pytest.mark.parametrize("path", [RECORDS, f"{RECORDS}?limit=999", f"{ROOT}/nowhere", f"{DATASET}/exports/csv"])
def test_every_answer_has_the_common_headers(api: Api, path: str) -> None:
    headers = api.request("GET", path).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "X-RateLimit-Remaining" in headers["access-control-expose-headers"]
    assert int(headers["x-ratelimit-remaining"]) <= int(headers["x-ratelimit-limit"])
    assert headers["x-ratelimit-reset"].endswith(" 00:00:00+00:00")
    assert len(headers["x-request-id"]) == 16
    assert headers["x-content-type-options"] == "nosniff"


def test_a_body_is_compressed_as_the_client_accepts(api: Api) -> None:
    def answer(accepted: str) -> Any:
        return api.request("GET", RECORDS, headers={"Accept-Encoding": accepted})

    plain = answer("identity").content
    for accepted in ("gzip", "zstd", "br, gzip;q=0.5", "gzip, zstd;q=0"):
        assert answer(accepted).content == plain
    assert answer("gzip").headers["content-encoding"] == "gzip"
    assert answer("gzip, zstd").headers["content-encoding"] == "zstd"
    assert answer("zstd;q=0, gzip").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in answer("identity").headers
    assert len(gzip.compress(plain)) < len(plain) > len(zstandard.compress(plain))


def test_a_client_that_has_the_answer_gets_304(api: Api) -> None:
    first = api.request("GET", RECORDS)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    assert modified == "Sun, 15 Mar 2026 10:00:00 GMT"
    for condition in ({"If-None-Match": tag}, {"If-None-Match": f'"x", {tag}'}, {"If-Modified-Since": modified}):
        again = api.request("GET", RECORDS, headers=condition)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert api.request("GET", RECORDS, headers={"If-None-Match": '"x"', "If-Modified-Since": modified}).is_success


def test_an_answer_that_depends_on_the_present_has_no_date(api: Api) -> None:
    answer = api.get("/catalog/datasets/stations/records", where="updated < now(days=-1)")
    assert "last-modified" not in answer.headers
    assert "etag" in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": f"{scheme} pk_staff"} for scheme in ("Apikey", "ApiKey", "apikey", "APIKEY", "Bearer")],
)
def test_a_key_is_read_from_the_header_in_any_case(api: Api, headers: dict[str, str]) -> None:
    assert api.json("/catalog/datasets/secret", headers=headers)["dataset_id"] == "secret"


@pytest.mark.parametrize("name", ["apikey", "access_token"])
def test_a_key_is_read_from_the_query(api: Api, name: str) -> None:
    assert api.json("/catalog/datasets/secret", **{name: "pk_staff"})["dataset_id"] == "secret"


@pytest.mark.parametrize("key", ["pk_unknown", "pk_revoked", "pk_foreign", "é", "x" * 4000])
def test_a_key_that_opens_nothing_here_is_refused(api: Api, key: str) -> None:
    answer = api.get("/catalog/datasets", apikey=key)
    assert (answer.status_code, answer.json()["error_code"]) == (401, "Unauthorized")
    assert answer.headers["www-authenticate"].startswith("Apikey")


def test_another_scheme_is_a_proxys_own_and_ignored(api: Api) -> None:
    assert api.json("/catalog/datasets", headers={"Authorization": "Basic eDp5"})["total_count"] == 4


def test_answers_to_a_key_are_not_kept_by_shared_caches(api: Api) -> None:
    assert "private" in api.get("/catalog/datasets", apikey="pk_staff").headers["cache-control"]
    assert "private" not in api.get("/catalog/datasets").headers["cache-control"]


def test_a_header_cannot_be_injected(api: Api) -> None:
    answer = api.get("/catalog/datasets/stations/records", **{"lang": "fr\r\nX-Evil: 1", "x\r\ny": "1"})
    assert "x-evil" not in answer.headers
    assert answer.status_code == 400


def test_an_answer_that_a_browser_would_show_runs_nothing(api: Api) -> None:
    asked = {"license": "etalab-2.0", "format": "html"}
    answer = api.request("GET", "/api/licenses/v1/attribution", params=asked)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Content-Security-Policy" not in api.get("/catalog/datasets").headers
