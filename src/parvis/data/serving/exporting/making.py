"""The bytes of an export: by the engine where it has the format, else from its batches."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import orjson
import pyarrow

from parvis.data.engine.engine import Cancellation
from parvis.data.engine.rendering import WGS84, Projection
from parvis.data.exports import writers
from parvis.data.exports.formats import Format
from parvis.data.exports.layout import Layout
from parvis.data.odsql import typed
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader

BATCH, LARGE = 10_000, 65_536
_COPIED = {"csv": "csv", "tsv": "csv", "json": "json", "jsonl": "jsonl", "geojson": "geojson"} | dict.fromkeys(
    ("parquet", "geoparquet"), "parquet"
)


def chunks(
    reader: Reader,
    view: DatasetView,
    query: typed.Query,
    format: Format,
    layout: Layout,
    options: Mapping[str, Any],
    cancel: Cancellation | None,
) -> Iterator[bytes]:
    """The file, made as it is read; leaving early stops the query and removes what is temporary."""
    projection = None if layout.geometry is None else Projection(layout.geometry, layout.epsg)
    copied = _COPIED.get(format.name)
    if copied is not None:
        asked = _copy_options(format.name, options, layout, projection)
        yield from reader.engine.copy(view.records, query, copied, asked, cancel=cancel)
        return
    folder = Path(mkdtemp(prefix="export-", dir=reader.engine.temporary))
    rows = LARGE if format.built else BATCH
    batches = _Batches(
        lambda: reader.engine.batches(view.records, query, rows=rows, projection=projection, cancel=cancel)
    )
    try:
        yield from writers.write(format.name, batches, layout, options, folder)
    finally:
        batches.close()
        shutil.rmtree(folder, ignore_errors=True)


class _Batches:
    """Batches that may be read again from the start; one reading at a time."""

    def __init__(self, begin: Callable[[], Iterator[pyarrow.RecordBatch]]) -> None:
        self._begin = begin
        self._reading: Iterator[pyarrow.RecordBatch] | None = None

    def __iter__(self) -> Iterator[pyarrow.RecordBatch]:
        self.close()
        self._reading = self._begin()
        return self._reading

    def close(self) -> None:
        """End the query of the reading under way."""
        close = getattr(self._reading, "close", None)
        if close is not None:
            close()


def _copy_options(
    name: str, options: Mapping[str, Any], layout: Layout, projection: Projection | None
) -> dict[str, Any]:
    if name == "geojson":
        return {"projection": projection, "members": _members(layout)}
    if name in ("parquet", "geoparquet"):
        return {
            "compression": options["parquet_compression"],
            "metadata": layout.notices(),
            "projection": projection,
        }
    return {**options, "delimiter": "\t"} if name == "tsv" else dict(options)


def _members(layout: Layout) -> bytes:
    """Foreign members of a collection, and its coordinates when they are not those of the standard."""
    members: dict[str, Any] = {"metadata": layout.notices()}
    if layout.epsg != WGS84:
        crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{layout.epsg}"}}
        members = {"crs": crs, **members}
    return orjson.dumps(members)[1:-1]
