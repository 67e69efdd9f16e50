"""Routes of the rules under `/api/licenses/v1`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.http.endpoint import Endpoint, Surface
from parvis.web.api.licenses.rules import HANDLERS, PATHS

BASE = "/api/licenses/v1"


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """One route an operation; a parameter that is not read is named in a warning."""
    return [
        Route(BASE + path, Endpoint(reader, executor, handler, Surface(), _known(path)), methods=["GET", "HEAD"])
        for path, handler in HANDLERS.items()
    ]


def _known(path: str) -> frozenset[str]:
    return frozenset({*(parameter["name"] for parameter in PATHS[path]["get"]["parameters"]), "lang", "apikey"})
