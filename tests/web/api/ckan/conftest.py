"""A portal on a real port, asked by the client library of CKAN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from ckanapi import RemoteCKAN
from tests.factories.live import served
from tests.factories.published import DESCRIBED, STATIONS, Installation, portal

from parvis.core.fields import Schema
from parvis.data.serving.reader import Reader

RIVERS = replace(
    DESCRIBED,
    title="Rivières",
    description=None,
    publisher="Agence de l’eau",
    license="ODbL",
    theme=("Eau",),
    keyword=("eau potable", "rivière & lac"),
)
ATTACHED = {"id": "notice.pdf", "title": "notice.pdf", "mimetype": "application/pdf", "url": None}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = portal(tmp_path_factory.mktemp("ckan"))
    schema = Schema.of(field for field in STATIONS if field.type.value in ("text", "int"))
    rows = [{"code": f"r{n}", "city": None, "capacity": n, "zone": "a/b", "tags": None} for n in range(5)]
    made.dataset("rivers", description=RIVERS, schema=schema, rows=rows, attachments=(ATTACHED,))
    return made


@pytest.fixture(scope="session")
def root(published: Installation) -> Iterator[str]:
    with served(Reader.open(published.home)) as address:
        yield address


@pytest.fixture(params=["post", "get"])
def ckan(root: str, request: pytest.FixtureRequest) -> Iterator[RemoteCKAN]:
    """A client that sends JSON, then one that sends parameters."""
    with RemoteCKAN(root, get_only=request.param == "get") as client:
        yield client


@pytest.fixture(scope="session")
def raw(root: str) -> Any:
    """What an action answers, undecoded: ``raw("package_show", id="x")``."""

    def ask(action: str, method: str = "GET", headers: Any = None, **options: Any) -> httpx.Response:
        if method == "GET":
            options = {"params": options}
        return httpx.request(method, f"{root}/api/3/action/{action}", headers=headers, timeout=20, **options)

    return ask
