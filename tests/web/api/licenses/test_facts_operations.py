"""Licences and normalisation over the API."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.routing import Router
from tests.web.api.conftest import Api

from parvis.data.serving.reader import Reader
from parvis.web.api.http.door import Door
from parvis.web.api.licenses.facts_routing import BASE, routes


@pytest.fixture(scope="module")
def facts(reader: Reader) -> Any:
    with ThreadPoolExecutor(2) as executor:
        api = Api(Door(Router(routes(reader, executor))))
        yield lambda path, **asked: api.request("GET", BASE + path, **asked)


def test_licences_are_listed_and_told(facts: Any) -> None:
    listed = facts("/licenses")
    assert listed.json()["total_count"] == len(listed.json()["results"])
    assert "etag" in listed.headers
    assert facts("/licenses/ODbL-1.0").json()["share_alike"] == "derived_database"


def test_unknown_licence_is_refused(facts: Any) -> None:
    answer = facts("/licenses/nothing")
    assert answer.status_code == 404
    assert answer.json()["error_code"] == "UnknownLicense"


def test_text_is_normalised(facts: Any) -> None:
    answer = facts("/normalize", params={"text": "Licence Ouverte v2.0"})
    assert answer.json()["license_id"] == "etalab-2.0"
    assert facts("/normalize").status_code == 400


def test_document_tells_every_operation(facts: Any) -> None:
    paths = facts("/openapi.json").json()["paths"]
    assert {"/licenses", "/normalize", "/compatibility", "/obligations", "/attribution"} <= set(paths)
