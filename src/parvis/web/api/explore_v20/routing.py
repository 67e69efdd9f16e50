"""The routes of v2.0, also under its older root ``/api/v2``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.explore_v20 import handlers
from parvis.web.api.explore_v21 import exports as v21_exports
from parvis.web.api.explore_v21 import records as v21_records
from parvis.web.api.http.endpoint import Endpoint, Handler, Surface

ROOTS = ("/api/explore/v2.0", "/api/v2")
DEPRECATION = "EXPLORE_API_V2_0: version 2.0 is frozen, use /api/explore/v2.1"
SURFACE = Surface(
    headers=(
        ("ODS-Explore-API-Deprecation", DEPRECATION),
        ("Link", '</api/explore/v2.1/swagger.json>; rel="successor-version"'),
    )
)
_DATASET = "/catalog/datasets/{dataset_id}"

HANDLERS: dict[str, Handler] = {
    "": handlers.root,
    "/catalog": handlers.source,
    "/catalog/datasets": handlers.datasets,
    "/catalog/facets": handlers.catalog_facets,
    "/catalog/aggregates": handlers.catalog_aggregates,
    "/catalog/query": handlers.datasets,
    "/catalog/exports": v21_exports.catalog_formats,
    "/catalog/exports/{format}": v21_exports.catalog_export,
    _DATASET: handlers.dataset,
    f"{_DATASET}/records": handlers.search,
    f"{_DATASET}/query": handlers.search,
    f"{_DATASET}/aggregates": handlers.aggregates,
    f"{_DATASET}/records/{{record_id}}": handlers.lookup,
    f"{_DATASET}/facets": handlers.facets,
    f"{_DATASET}/exports": handlers.formats,
    f"{_DATASET}/exports/{{format}}": handlers.export,
    f"{_DATASET}/attachments": v21_records.attachments,
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes under both roots."""
    return [
        Route(root + path, Endpoint(reader, executor, handler, SURFACE), methods=["GET", "HEAD"])
        for root in ROOTS
        for path, handler in HANDLERS.items()
    ]
