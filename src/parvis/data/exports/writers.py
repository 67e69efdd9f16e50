"""The writer of each format that the engine does not make itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow

from parvis.data.exports.layout import Layout
from parvis.data.exports.packing import chunks_of

# Libraries of writers are heavy: a process loads those that it uses.
STREAMED: Mapping[str, str] = {
    "arrow": "arrow_stream.write",
    "gpx": "places.gpx",
    "ics": "calendars.write",
    "jsonld": "graphs.jsonld",
    "kml": "places.kml",
    "n3": "graphs.turtle",
    "ods": "ods.write",
    "ov2": "places.ov2",
    "rdfxml": "graphs.rdfxml",
    "turtle": "graphs.turtle",
}
BUILT: Mapping[str, str] = {
    "fgb": "gdal.fgb",
    "gpkg": "gdal.gpkg",
    "shp": "shapefiles.write",
    "sqlite": "sqlite.write",
    "xlsx": "xlsx.write",
}


def write(
    format: str, batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any], folder: Path
) -> Iterator[bytes]:
    """The bytes of a file. ``folder`` is an empty one for temporary files, which the caller removes."""
    if format in STREAMED:
        streamed: Iterator[bytes] = _function(STREAMED[format])(batches, layout, options)
        yield from streamed
        return
    made = _function(BUILT[format])(batches, layout, options, folder)
    yield from chunks_of(made) if isinstance(made, Path) else made


def _function(name: str) -> Any:
    module, _, function = name.partition(".")
    return getattr(import_module(f"parvis.data.exports.{module}"), function)
