"""JSON arrays, JSON Lines and GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import duckdb
import orjson

from parvis.data.ingest.errors import DamagedFile, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.nested import leaves
from parvis.data.ingest.source.encoding import decoded
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, literal, quoted, readable

GEOMETRY = "geo_shape"
_CHUNK = 1 << 20
_MAX_DEPTH = 20


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table from an array of objects, or from one object a line."""
    text = decoded(path, scratch, options.encoding)
    return _stage(connection, text.path, path.name, options, {"encoding": text.encoding}, text.warnings)


def read_geojson(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table from the features of a collection: properties, and the geometry as text."""
    text = decoded(path, scratch, options.encoding)
    lines = scratch / "features.jsonl"
    with text.path.open(encoding="utf-8") as source, lines.open("wb") as target:
        for feature in features(source, path.name, options.limits.document):
            properties = feature.get("properties") or {}
            geometry = feature.get("geometry")
            shape = None if geometry is None else orjson.dumps(geometry).decode()
            identifier = {"id": feature["id"]} if "id" in feature and "id" not in properties else {}
            target.write(orjson.dumps({**identifier, **properties, GEOMETRY: shape}) + b"\n")
    return _stage(connection, lines, path.name, options, {"encoding": text.encoding}, text.warnings)


def features(source: TextIO, name: str, limit: int) -> Iterator[dict[str, Any]]:
    """The features of a collection, one at a time, in constant memory. Raises DamagedFile, TooLarge."""
    decoder = json.JSONDecoder()
    buffer = source.read(_CHUNK)
    start = buffer.find('"features"')
    while start < 0:
        more = source.read(_CHUNK)
        if not more:
            raise DamagedFile(f"{name} has no features.", hint="a GeoJSON file is a FeatureCollection")
        buffer = buffer[-16:] + more
        start = buffer.find('"features"')
    buffer = buffer[buffer.index("[", start) + 1 :] if "[" in buffer[start:] else source.read(_CHUNK).partition("[")[2]
    while True:
        buffer = buffer.lstrip(" \r\n\t,")
        if buffer.startswith("]"):
            return
        try:
            feature, end = decoder.raw_decode(buffer)
        except (ValueError, RecursionError) as error:
            more = source.read(_CHUNK)
            if not more:
                raise DamagedFile(f"{name} ends in the middle of a feature.", hint="send it again") from error
            if len(buffer) > limit:
                raise TooLarge(f"a feature of {name} is longer than {limit >> 20} MiB.") from error
            buffer += more
            continue
        if isinstance(feature, dict):
            yield feature
        buffer = buffer[end:]


def _stage(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    options: IngestOptions,
    found: dict[str, Any],
    warnings: tuple[str, ...],
) -> Staged:
    source = (
        f"read_json({literal(str(path))}, format = 'auto', records = true, sample_size = -1, "
        f"maximum_object_size = {options.limits.document}, map_inference_threshold = -1, "
        f"field_appearance_threshold = 0, maximum_depth = {_MAX_DEPTH}, convert_strings_to_integers = false)"
    )
    with readable(name):
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        columns = [leaf for row in described for leaf in leaves(row[0], quoted(row[0]), row[1])]
        if len(columns) > options.limits.columns:
            raise TooLarge(f"{name} has {len(columns):,} columns, the limit is {options.limits.columns:,}.")
        staged = tuple(StagedColumn(f"c{n}", label, type_, typed=True) for n, (label, _, type_) in enumerate(columns))
        listed = ", ".join(f"{sql} AS c{n}" for n, (_, sql, _) in enumerate(columns))
        connection.execute(f"CREATE TABLE {STAGE} AS SELECT {listed} FROM {source}")
    return Staged(staged, found, warnings)
