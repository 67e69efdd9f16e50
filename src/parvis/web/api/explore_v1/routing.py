"""The routes of v1."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.explore_v1 import analyze, datasets, records
from parvis.web.api.http import errors
from parvis.web.api.http.endpoint import Endpoint, Handler, Surface

SURFACE = Surface(envelope=errors.v1)
_RECORDS: dict[str, Handler] = {
    "search": records.search,
    "download": records.download,
    "analyze": analyze.analyze,
    "geocluster": analyze.geocluster,
    "boundingbox": analyze.bounding_box,
    "geopreview": analyze.preview,
}
_DATASET = "/api/datasets/1.0/{dataset_id}"

HANDLERS: dict[str, Handler] = {
    "/api/datasets/1.0/search": datasets.search,
    **{f"/api/records/1.0/{name}": handler for name, handler in _RECORDS.items()},
    f"{_DATASET}/records": records.search,
    f"{_DATASET}/records/download": records.download,
    **{f"{_DATASET}/{name}": handler for name, handler in _RECORDS.items() if name not in ("search", "download")},
    f"{_DATASET}/records/{{record_id}}": datasets.record,
    f"{_DATASET}/snapshots": datasets.snapshots,
    _DATASET: datasets.lookup,
    "/explore/dataset/{dataset_id}/download": records.download,
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes; v1 takes forms too."""
    return [
        Route(path, Endpoint(reader, executor, handler, SURFACE), methods=["GET", "HEAD", "POST"])
        for path, handler in HANDLERS.items()
    ]
