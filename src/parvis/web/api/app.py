"""The read door: one Starlette application for all the APIs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from parvis.data.serving.reader import Reader
from parvis.web.api import (
    ckan,
    csw,
    explore_v1,
    explore_v20,
    explore_v21,
    join,
    odata,
    ogc,
    push,
    suggestions,
    tiles,
    trust,
)
from parvis.web.api.http.door import Door
from parvis.web.api.http.endpoint import THREADS
from parvis.web.api.licenses import facts_routing, rules_routing
from parvis.web.api.mcp.door import AgentDoor


class ReadDoor:
    """The lifespan belongs to Starlette, requests go straight to the routes."""

    def __init__(self, lifespan: ASGIApp, requests: ASGIApp) -> None:
        self.lifespan = lifespan
        self.requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entrance."""
        if scope["type"] == "lifespan":
            await self.lifespan(scope, receive, send)
        else:
            await self.requests(scope, receive, send)


def create_app(reader: Reader) -> ReadDoor:
    """The application that answers from this reader, which follows the feed for as long as it runs."""
    executor = ThreadPoolExecutor(THREADS, thread_name_prefix="read")
    agents = AgentDoor(reader, executor)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        reader.start()
        yield
        await agents.stop()
        executor.shutdown(wait=False, cancel_futures=True)
        reader.stop()

    routes: list[BaseRoute] = [
        *explore_v21.routes(reader, executor),
        *explore_v20.routes(reader, executor),
        *explore_v1.routes(reader, executor),
        *ogc.routes(reader, executor),
        *csw.routes(reader, executor),
        *odata.routes(reader, executor),
        *facts_routing.routes(reader, executor),
        *rules_routing.routes(reader, executor),
        *suggestions.routes(reader, executor),
        *tiles.routes(reader, executor),
        *trust.routes(reader, executor),
        *join.routes(reader, executor),
        *ckan.routes(reader, executor),
        *agents.routes(),
        *push.routes(reader, executor, reader.store.temporary.parent),
    ]
    return ReadDoor(Starlette(lifespan=lifespan), Door(_Strict(Router(routes, redirect_slashes=False))))


class _Strict:
    """A router outside an application answers 404 in plain text unless it is told that it is inside one."""

    def __init__(self, router: Router) -> None:
        self.router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.router({**scope, "app": self}, receive, send)
