"""The reader of each format."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.data.ingest.readers import (
    calendars,
    columnar,
    delimited,
    documents,
    feeds,
    markup,
    transit,
    vector,
    workbooks,
)
from parvis.data.ingest.readers.several import Reader

READERS: Mapping[str, Reader] = {
    "csv": delimited.read,
    "json": documents.read,
    "jsonl": documents.read,
    "geojson": documents.read_geojson,
    "xlsx": workbooks.read,
    "xls": workbooks.read,
    "ods": workbooks.read,
    "parquet": columnar.read,
    "arrow": columnar.read_arrow,
    "xml": markup.read,
    "shp": vector.read,
    "gpkg": vector.read,
    "kml": vector.read,
    "gpx": vector.read,
    "gml": vector.read,
    "fgb": vector.read,
    "gtfs": transit.read,
    "ics": calendars.read,
    "feed": feeds.read,
}
