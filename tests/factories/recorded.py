"""The read door behind a socket that keeps what it was asked, for clients that are programs of others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import httpx
from starlette.types import ASGIApp
from tests.factories.web import Asked, Reply, Site, serving_site


def _answer(app: ASGIApp, site: Site, asked: Asked) -> Reply:
    site.asked.append(asked)

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=site.root) as client:
            return await client.request(asked.method, asked.path, headers=dict(asked.headers), content=asked.body)

    found = asyncio.run(send())
    headers = {n: v for n, v in found.headers.items() if n not in ("content-length", "content-encoding")}
    return Reply(found.content, found.status_code, headers)


@contextmanager
def running(app: ASGIApp) -> Iterator[Site]:
    """A portal on a free port of loopback; its default domain answers."""
    with serving_site() as site:
        site.answer = partial(_answer, app, site)  # type: ignore[method-assign]
        yield site
