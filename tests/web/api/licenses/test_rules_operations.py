"""Obligations, compatibility and attribution over the API."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from starlette.routing import Router
from tests.web.api.conftest import Api

from parvis.data.serving.reader import Reader
from parvis.web.api.http.door import Door
from parvis.web.api.licenses.rules import HANDLERS, PATHS
from parvis.web.api.licenses.rules_routing import BASE, routes


@pytest.fixture(scope="module")
def licenses(reader: Reader) -> Any:
    with ThreadPoolExecutor(2) as executor:
        api = Api(Door(Router(routes(reader, executor))))

        def get(path: str, *pairs: tuple[str, str]) -> httpx.Response:
            return api.request("GET", BASE + path, params=list(pairs))

        yield get


def test_obligations_of_several_licences(licenses: Any) -> None:
    found = licenses("/obligations", ("license", "odbl-1.0"), ("license", "etalab-2.0"), ("act", "combine")).json()
    assert {"share_database", "credit_with_date"} <= {one["code"] for one in found["must"]}
    assert found["must"][0]["text"]["fr"]


def test_compatibility_reads_the_facts_of_each_source(licenses: Any) -> None:
    found = licenses(
        "/compatibility",
        ("license", "ODbL-1.0"),
        ("license", "etalab-2.0"),
        ("profile.1", "odf-2018"),
        ("keywords.1", "bus, horaires"),
        ("keywords.2", "Horaire"),
        ("territory.1", "fr/31/toulouse"),
        ("territory.2", "FR/31"),
    ).json()
    assert [o["license"] for o in found["outputs"] if o["verdict"] == "allowed"] == ["ODbL-1.0"]
    assert found["results"]["work"]["reasons"][0]["code"] == "produced_work_notice"
    (reach,) = found["share_alike"][0]["reach"]
    assert (reach["columns"]["verdict"], reach["rows"]["outside"]) == ("share", "etalab-2.0")


def test_attribution_in_one_form_alone(licenses: Any) -> None:
    answer = licenses(
        "/attribution", ("license", "ODbL-1.0"), ("title.1", "<Arbres>"), ("producer.1", "Ville"), ("format", "html")
    )
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.startswith("&lt;Arbres&gt;, Ville, sous licence")


@pytest.mark.parametrize(
    ("path", "pairs", "status"),
    [
        ("/obligations", [], 400),
        ("/obligations", [("license", "no-such")], 404),
        ("/obligations", [("license", "MIT"), ("act", "dance")], 400),
        ("/compatibility", [("license", "MIT")] * 51, 400),
        ("/compatibility", [("license", "ODbL-1.0"), ("profile.1", "LAX")], 400),
        ("/attribution", [("license", "MIT"), ("date.1", "tomorrow")], 400),
        ("/attribution", [("license", "MIT"), ("share.1", "nan")], 400),
        ("/attribution", [("license", "MIT"), ("title.1", "x" * 501)], 400),
        ("/attribution", [("license", "MIT"), ("format", "pdf")], 400),
    ],
)
def test_bad_input_is_refused_with_its_reason(licenses: Any, path: str, pairs: Any, status: int) -> None:
    answer = licenses(path, *pairs)
    assert answer.status_code == status
    assert answer.json()["message"]


def test_every_operation_is_described_and_served(api: Api) -> None:
    assert set(PATHS) == set(HANDLERS)
    for path in HANDLERS:
        assert api.request("GET", BASE + path, params={"license": "CC0-1.0"}).status_code == 200
