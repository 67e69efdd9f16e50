"""The read door over a published installation, called as a client calls it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson
import pytest
from starlette.types import ASGIApp
from tests.factories.published import Installation, portal

from parvis.data.serving.reader import Reader
from parvis.web.api.app import create_app

ROOT = "/api/explore/v2.1"


@dataclass(frozen=True)
class Raw:
    """Status and body of an answer."""

    status: int
    body: bytes

    def json(self) -> Any:
        return orjson.loads(self.body)


class Api:
    """A client of the API on the domain ``lyon``.

    ``get`` gives the response, ``json`` the decoded body of a 200, ``error`` status, code and message.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def request(self, method: str, path: str, *, host: str = "lyon.test", **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    def get(self, path: str, *, headers: Any = None, host: str = "lyon.test", **parameters: Any) -> httpx.Response:
        return self.request("GET", ROOT + path, host=host, headers=headers, params=parameters)

    def raw(self, path: str, query: bytes | dict[str, Any]) -> Raw:
        """A request that no client library has cleaned: this very path and query string."""
        encoded = query if isinstance(query, bytes) else urlencode(query, doseq=True, errors="surrogatepass").encode()
        headers = [(b"host", b"lyon.test")]
        scope = {"type": "http", "method": "GET", "path": ROOT + path, "query_string": encoded, "headers": headers}
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))  # type: ignore[arg-type]
        return Raw(sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]))

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
def app(reader: Reader) -> ASGIApp:
    return create_app(reader)


@pytest.fixture(scope="session")
def api(app: ASGIApp) -> Api:
    return Api(app)
