"""A site shows its challenge in a file or on its home page."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.data.connectors.probe.conftest import LOCAL, certificate
from tests.factories.web import Reply, Site, serving_site

from parvis.data.connectors.guarded import GuardedClient
from parvis.data.connectors.ownership import WELL_KNOWN, Shown, look

TOKEN = "a" * 32
assert certificate


@pytest.fixture
def site(certificate: Path) -> Iterator[Site]:
    with serving_site(certificate) as serving:
        yield serving


@pytest.fixture
def client(certificate: Path) -> Iterator[GuardedClient]:
    with GuardedClient(LOCAL, tls=ssl.create_default_context(cafile=str(certificate))) as opened:
        yield opened


def seen(client: GuardedClient, site: Site) -> Shown:
    return look(client, "127.0.0.1", TOKEN, portal="https://data.test", port=f":{site.port}")


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ({}, Shown(None)),
        ({WELL_KNOWN: Reply(f"hello\nparvis-verify={TOKEN}\n".encode())}, Shown("file")),
        ({WELL_KNOWN: Reply(TOKEN.encode())}, Shown("file")),
        ({WELL_KNOWN: Reply(f"not{TOKEN}".encode())}, Shown(None)),
        ({"/": Reply(f'<meta name="parvis-verify" content="{TOKEN}">'.encode())}, Shown("meta")),
        ({"/": Reply(f"<p>{TOKEN}</p>".encode())}, Shown(None)),
        ({"/": Reply(b'<a href="https://data.test/explore/">Data</a>')}, Shown(None, links=True)),
        ({"/": Reply(b"\xff" * 2_000_000)}, Shown(None)),
    ],
)
def test_what_a_site_shows(client: GuardedClient, site: Site, routes: dict[str, Reply], expected: Shown) -> None:
    site.routes |= routes
    assert seen(client, site) == expected


def test_a_challenge_that_could_stand_anywhere_is_none(client: GuardedClient) -> None:
    with pytest.raises(ValueError, match="20 to 64"):
        look(client, "127.0.0.1", "")
