"""The read door over a published installation, called as a client calls it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.factories.published import Installation, portal

from parvis.data.serving.reader import Reader
from parvis.web.api.app import create_app

ROOT = "/api/explore/v2.1"


class Api:
    """A client of the API on one domain. ``get`` gives the response, ``json`` the decoded body of a 200."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **parameters: Any) -> Any:
        return self.client.get(ROOT + path, params=parameters)

    def json(self, path: str, **parameters: Any) -> Any:
        answer = self.get(path, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def records(self, dataset_id: str = "stations", **parameters: Any) -> Any:
        return self.json(f"/catalog/datasets/{dataset_id}/records", **parameters)

    def error(self, path: str, **parameters: Any) -> tuple[int, str, str]:
        answer = self.get(path, **parameters)
        return answer.status_code, answer.json()["error_code"], answer.json()["message"]


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return portal(tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="session")
def reader(installation: Installation) -> Iterator[Reader]:
    opened = Reader.open(installation.home)
    yield opened
    opened.stop()


@pytest.fixture(scope="session")
def client(reader: Reader) -> TestClient:
    """Plain HTTP; requests go to the domain ``lyon`` unless another host is named."""
    return TestClient(create_app(reader), base_url="http://lyon.test", follow_redirects=False)


@pytest.fixture(scope="session")
def api(client: TestClient) -> Api:
    return Api(client)
