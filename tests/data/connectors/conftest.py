"""A local site, and a client that may reach it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.factories.web import Site, serving_site

from parvis.data.connectors.guarded import GuardedClient, Policy

LOCAL = Policy(allow_private=True, ports=None, read_seconds=5, total_seconds=10)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as serving:
        yield serving


@pytest.fixture
def client() -> Iterator[GuardedClient]:
    with GuardedClient(LOCAL) as opened:
        yield opened
