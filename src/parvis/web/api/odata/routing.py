"""The routes of OData."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.http.endpoint import Endpoint, Handler, Surface
from parvis.web.api.odata import errors, service, sets

HANDLERS: dict[str, Handler] = {
    "": service.document,
    "/$metadata": service.metadata,
    "/{entity_set}": sets.entity_set,
    "/{entity_set}/$count": sets.count,
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes of the OData service."""
    surface = Surface(envelope=errors.envelope, headers=(("OData-Version", "4.0"),))
    return [
        Route(service.BASE + path, Endpoint(reader, executor, handler, surface), methods=["GET", "HEAD"])
        for path, handler in HANDLERS.items()
    ]
