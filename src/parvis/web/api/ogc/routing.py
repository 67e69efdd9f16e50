"""The routes of the OGC APIs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.http.endpoint import Handler, Surface
from parvis.web.api.ogc import collections, landing
from parvis.web.api.ogc.endpoint import OgcEndpoint, problem
from parvis.web.api.ogc.features import items, schemas
from parvis.web.api.ogc.links import BASE
from parvis.web.api.ogc.records import items as records

_ONE = "/collections/{dataset_id}"
HANDLERS: dict[str, Handler] = {
    "": landing.landing,
    "/conformance": landing.conformance,
    "/api": landing.openapi,
    "/collections": collections.collections,
    "/collections/catalog": collections.the_catalog,
    "/collections/catalog/queryables": records.queryables,
    "/collections/catalog/items": records.items,
    "/collections/catalog/items/{dataset_id}": records.item,
    _ONE: collections.one,
    f"{_ONE}/queryables": schemas.queryables,
    f"{_ONE}/schema": schemas.schema,
    f"{_ONE}/items": items.items,
    f"{_ONE}/items/{{feature_id}}": items.item,
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes of OGC API – Features and Records."""
    surface = Surface(envelope=problem, headers=(("Vary", "Accept, Accept-Encoding, Authorization, Host"),))
    return [
        Route(BASE + path, OgcEndpoint(reader, executor, handler, surface), methods=["GET", "HEAD"])
        for path, handler in HANDLERS.items()
    ]
