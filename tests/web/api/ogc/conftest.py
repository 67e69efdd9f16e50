"""Clients of the OGC APIs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp
from tests.factories.recorded import running
from tests.factories.web import Site
from tests.web.api.conftest import Api

BASE = "/api/ogc"


@pytest.fixture(scope="session")
def live(app: ASGIApp) -> Iterator[Site]:
    """A running portal, the domain ``lyon``."""
    with running(app) as site:
        yield site


class Ogc:
    """A client of the OGC APIs: ``json`` gives the body of a 200, ``error`` status, code and detail."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def get(self, path: str, *, headers: Any = None, host: str = "lyon.test", **parameters: Any) -> httpx.Response:
        return self.api.request("GET", BASE + path, host=host, headers=headers, params=parameters)

    def json(self, path: str, **options: Any) -> Any:
        answer = self.get(path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def items(self, **parameters: Any) -> Any:
        return self.json("/collections/stations/items", **parameters)

    def error(self, path: str, **parameters: Any) -> tuple[int, str, str]:
        answer = self.get(path, **parameters)
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()["code"], answer.json()["detail"]


@pytest.fixture(scope="session")
def ogc(api: Api) -> Ogc:
    return Ogc(api)
