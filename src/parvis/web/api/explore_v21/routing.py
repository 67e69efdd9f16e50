"""The routes of v2.1."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.explore_v21 import catalog, exports, metadata, records, service, statistics, versions
from parvis.web.api.explore_v21.openapi import known_parameters
from parvis.web.api.http.endpoint import Endpoint, Handler, Surface

BASE = "/api/explore/v2.1"
_DATASET = "/catalog/datasets/{dataset_id}"
_SOURCES = ("catalog", *catalog.EMPTY_SOURCES)

HANDLERS: dict[str, Handler] = {
    "/catalog/datasets": catalog.datasets,
    _DATASET: catalog.dataset,
    "/catalog/facets": catalog.facets,
    "/catalog/exports": exports.catalog_formats,
    "/catalog/exports/{format}": exports.catalog_export,
    f"{_DATASET}/records": records.search,
    f"{_DATASET}/records/{{record_id}}": records.lookup,
    f"{_DATASET}/facets": records.facets,
    f"{_DATASET}/statistics": statistics.of_dataset,
    f"{_DATASET}/fields/{{field}}/statistics": statistics.of_field,
    f"{_DATASET}/versions": versions.versions,
    f"{_DATASET}/versions/{{number}}": versions.version,
    f"{_DATASET}/versions/{{number}}/compare/{{other}}": versions.compare,
    f"{_DATASET}/versions/{{number}}/compare/{{other}}/exports/{{format}}": versions.differences,
    f"{_DATASET}/exports": exports.formats,
    f"{_DATASET}/exports/{{format}}": exports.export,
    f"{_DATASET}/metadata": metadata.dialects,
    f"{_DATASET}/metadata/{{dialect}}": metadata.document,
    f"{_DATASET}/attachments": records.attachments,
    f"{_DATASET}/attachments/{{file_id}}": records.missing_file,
    f"{_DATASET}/alternative_exports/{{file_id}}": records.missing_file,
    f"{_DATASET}/files/{{file_id}}": records.missing_file,
    f"{_DATASET}/aggregates": records.gone,
    f"{_DATASET}/query": records.gone,
    "/catalog/aggregates": records.gone,
    "/catalog/query": records.gone,
    "/catalog/metadata_templates": service.template_types,
    "/catalog/metadata_templates/{type}": service.templates,
    "/catalog/metadata_templates/{type}/{template}": service.one_template,
    **{f"/{source}/datasets": catalog.empty_datasets for source in catalog.EMPTY_SOURCES},
    "/swagger.json": service.openapi,
    "": service.root,
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes, the most asked first."""
    surface = Surface()

    def route(path: str, handler: Handler, **fixed: str) -> Route:
        endpoint = Endpoint(reader, executor, handler, surface, known_parameters(path), dict(fixed))
        return Route(BASE + path, endpoint, methods=["GET", "HEAD"])

    first = f"{_DATASET}/records"
    ordered = sorted(HANDLERS, key=lambda path: path != first)
    found: list[BaseRoute] = [route(path, HANDLERS[path]) for path in ordered]
    found += [route(f"/{source}", service.source, source=source) for source in _SOURCES]
    return found
