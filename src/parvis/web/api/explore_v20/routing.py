"""The routes of v2.0, also under its older root ``/api/v2``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.explore_v20 import handlers
from parvis.web.api.explore_v21 import records as v21_records
from parvis.web.api.explore_v21 import service
from parvis.web.api.explore_v21.openapi import known_parameters
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
    "/catalog/datasets": handlers.datasets,
    "/catalog/facets": handlers.catalog_facets,
    "/catalog/aggregates": handlers.catalog_aggregates,
    "/catalog/query": handlers.datasets,
    "/catalog/exports": handlers.catalog_formats,
    "/catalog/exports/{format}": handlers.catalog_file,
    _DATASET: handlers.dataset,
    f"{_DATASET}/records": handlers.search,
    f"{_DATASET}/query": handlers.search,
    f"{_DATASET}/aggregates": handlers.aggregates,
    f"{_DATASET}/records/{{record_id}}": handlers.lookup,
    f"{_DATASET}/facets": handlers.facets,
    f"{_DATASET}/exports": handlers.formats,
    f"{_DATASET}/exports/{{format}}": handlers.export,
    f"{_DATASET}/attachments": handlers.attachments,
    f"{_DATASET}/attachments/{{file_id}}": v21_records.missing_file,
    f"{_DATASET}/alternative_exports/{{file_id}}": v21_records.missing_file,
    f"{_DATASET}/files/{{file_id}}": v21_records.missing_file,
    "/catalog/metadata_templates": service.template_types,
    "/catalog/metadata_templates/{type}": service.templates,
    "/catalog/metadata_templates/{type}/{template}": service.one_template,
    "/monitoring/datasets": handlers.empty_datasets,
    "/shared/datasets": handlers.empty_datasets,
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes under both roots."""

    def route(path: str, handler: Handler, **fixed: str) -> Route:
        endpoint = Endpoint(reader, executor, handler, SURFACE, known(path), dict(fixed))
        return Route(path, endpoint, methods=["GET", "HEAD"])

    found: list[BaseRoute] = [route(root + path, handler) for root in ROOTS for path, handler in HANDLERS.items()]
    found += [route(f"{root}/{s}", handlers.source, source=s) for root in ROOTS for s in handlers.SOURCES]
    return found


def known(path: str) -> frozenset[str] | None:
    """The parameters read by a route: those of v2.1 and two older names."""
    for root in ROOTS:
        path = path.removeprefix(root)
    for older in ("/aggregates", "/query"):
        if path.endswith(older):
            path = path.removesuffix(older) + ("/datasets" if path == f"/catalog{older}" else "/records")
    found = known_parameters(path)
    return None if found is None else found | {"rows", "start"}
