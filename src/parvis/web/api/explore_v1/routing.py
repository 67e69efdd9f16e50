"""The routes of v1."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.explore_v1 import analyze, datasets, download, maps, records, services
from parvis.web.api.explore_v1.parameters import CLAUSES, COMMON, RECORDS, names_of
from parvis.web.api.http import errors
from parvis.web.api.http.endpoint import Endpoint, Handler, Surface

SURFACE = Surface(envelope=errors.v1)
# Names with a dot (refine.x, y.s.func…) are not listed: they are read by their first part.
_FILE = names_of(
    "use_labels_for_header use_labels csv_separator list_separator quote_all with_bom compressed "
    "parquet_compression epsg"
)
_CLUSTER = names_of("clusterprecision clusterdistance shapeprecision clustermode")
_SERVICES: dict[str, tuple[Handler, frozenset[str]]] = {
    "analyze": (analyze.analyze, RECORDS | names_of("x maxpoints precision periodic csv_separator")),
    "geocluster": (maps.geocluster, RECORDS | _CLUSTER),
    "geopolygon": (maps.geopolygon, RECORDS | _CLUSTER),
    "boundingbox": (maps.bounding_box, RECORDS),
    "geopreview": (maps.preview, RECORDS),
}
_DATASET = "/api/datasets/1.0/{dataset_id}"
_PAGES = "/explore/dataset/{dataset_id}"
_FILES = (
    *(f"{_DATASET}/{kind}/{{file_id}}" for kind in ("attachments", "alternative_exports", "files", "images")),
    *(f"{_DATASET}/{kind}/{{file_id}}/{{size}}" for kind in ("files", "images")),
    f"{_PAGES}/files/{{file_id}}",
    f"{_PAGES}/files/{{file_id}}/{{size}}",
    f"{_PAGES}/images/{{file_id}}/download",
)

HANDLERS: dict[str, tuple[Handler, frozenset[str]]] = {
    "/api/records/1.0/search": (records.search, RECORDS),
    "/api/records/1.0/download": (download.download, RECORDS | _FILE),
    **{f"/api/records/1.0/{name}": entry for name, entry in _SERVICES.items()},
    "/api/datasets/1.0/search": (
        datasets.search,
        CLAUSES | COMMON | names_of("rows start csv_separator extrametas interopmetas assetmetas"),
    ),
    f"{_DATASET}/records": (records.search, RECORDS),
    f"{_DATASET}/records/download": (download.download, RECORDS | _FILE),
    **{f"{_DATASET}/{name}": entry for name, entry in _SERVICES.items()},
    f"{_DATASET}/records/{{record_id}}": (records.record, RECORDS),
    f"{_DATASET}/snapshots": (datasets.snapshots, COMMON),
    f"{_DATASET}/services": (services.no_service, COMMON),
    **dict.fromkeys(_FILES, (services.missing_file, COMMON)),
    _DATASET: (datasets.lookup, COMMON | names_of("lang timezone version as_of extrametas interopmetas assetmetas")),
    f"{_PAGES}/download": (download.download, RECORDS | _FILE),
    "/api/metadata/1.0/{type}": (services.templates, COMMON | {"lang"}),
    "/api/metadata/1.0/{type}/{template}": (services.template, COMMON | {"lang"}),
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes; v1 takes forms too."""
    return [
        Route(path, Endpoint(reader, executor, handler, SURFACE, known), methods=["GET", "HEAD", "POST"])
        for path, (handler, known) in HANDLERS.items()
    ]
