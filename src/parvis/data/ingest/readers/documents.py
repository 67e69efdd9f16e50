"""JSON arrays, JSON Lines and GeoJSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import duckdb
import orjson

from parvis.data.ingest.errors import DamagedFile, IngestError, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.georeference import georeferenced
from parvis.data.ingest.readers.json_lines import line, written
from parvis.data.ingest.readers.json_table import GEOMETRY_MEMBER, OBJECTS, stage_json
from parvis.data.ingest.report import Reject
from parvis.data.ingest.source.depth import check_depth
from parvis.data.ingest.source.encoding import Decoded, decoded
from parvis.data.ingest.source.streaming import JSONStream
from parvis.data.ingest.staging import Staged

_CHUNK = 1 << 20
# Where the services that answer an object put its rows.
_ROWS = ("results", "records", "data", "rows", "items", "features", "values", "result")
_SYSTEM = re.compile(r'"crs"\s*:\s*\{[^{}]*\{[^{}]*EPSG:{1,2}(?:[0-9.]*:)?([0-9]+)')


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table from an array of objects, from one object a line, or from a member of an object."""
    text = _checked(path, scratch, options)
    found = {"encoding": text.encoding}
    inner = _inner(text.path, path.name, options)
    if inner is not None:
        lines = written(_members(text.path, path.name, options, inner), scratch, path.name)
        columns = stage_json(connection, lines, path.name, options)
        return Staged(columns, {**found, "record_path": ".".join(inner)}, text.warnings)
    try:
        return Staged(stage_json(connection, text.path, path.name, options), found, text.warnings)
    except DamagedFile:
        # The engine refuses the whole text for one row; which one is found by reading row by row.
        lines, left_out = _mended(text.path, path.name, scratch, options)
    columns = stage_json(connection, lines, path.name, options)
    return Staged(columns, found, text.warnings, rejects=tuple(left_out.shown), rejected=left_out.count)


def read_geojson(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table from the features of a collection: properties, and the geometry as text."""
    text = _checked(path, scratch, options)
    system = None if options.epsg else _stated_system(text.path)
    lines = written(_features(text.path, path.name, options), scratch, path.name)
    columns = stage_json(connection, lines, path.name, options)
    staged = Staged(columns, {"encoding": text.encoding}, text.warnings)
    return staged if system is None else georeferenced(connection, staged, replace(options, epsg=system))


def _checked(path: Path, scratch: Path, options: IngestOptions) -> Decoded:
    text = decoded(path, scratch, options.encoding)
    check_depth(text.path, path.name)
    return text


def _open(path: Path) -> TextIO:
    return path.open(encoding="utf-8")


# ------------------------------------------------------------------ which rows


def _inner(path: Path, name: str, options: IngestOptions) -> tuple[str, ...] | None:
    """The way to the rows inside one object: what was asked, else a member that answers of services have."""
    if options.record_path:
        return tuple(options.record_path.split("."))
    if _has_lines(path):
        return None
    with _open(path) as file:
        stream = JSONStream(file, name, options.limits.document)
        if stream.peek() != "{":
            return None
        try:
            return next((key,) for key in stream.members() if key in _ROWS and stream.opens_objects())
        except (StopIteration, DamagedFile, TooLarge):
            return None


def _has_lines(path: Path) -> bool:
    """Whether the first line is a value of its own, and not the last."""
    with path.open("rb") as file:
        first = file.readline(_CHUNK)
        if not file.read(_CHUNK).strip():
            return False
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return True


def _members(path: Path, name: str, options: IngestOptions, inner: Sequence[str]) -> Iterator[Any]:
    with _open(path) as file:
        stream = JSONStream(file, name, options.limits.document)
        stream.enter(inner)
        if stream.peek() != "[":
            raise IngestError(f"{'.'.join(inner)} of {name} is not a list.", hint="check record_path")
        yield from stream.elements()


def _features(path: Path, name: str, options: IngestOptions) -> Iterator[Any]:
    with _open(path) as file:
        stream = JSONStream(file, name, options.limits.document)
        features = _collected(path, stream)
        for feature in features:
            if not isinstance(feature, dict):
                hint = "a GeoJSON file is a FeatureCollection"
                raise DamagedFile(f"{name} has a feature that is no object.", hint=hint)
            properties = feature.get("properties")
            row = properties if isinstance(properties, dict) else {}
            geometry = feature.get("geometry")
            shape = None if geometry is None else orjson.dumps(geometry).decode()
            identifier = {"id": feature["id"]} if "id" in feature and "id" not in row else {}
            yield {**identifier, **row, GEOMETRY_MEMBER: shape}


def _stated_system(path: Path) -> int | None:
    """The EPSG code that an older GeoJSON states, which newer ones may not: they are in degrees."""
    with _open(path) as file:
        found = _SYSTEM.search(file.read(_CHUNK))
    return int(found[1]) if found else None


def _collected(path: Path, stream: JSONStream) -> Iterator[Any]:
    """The features of a collection, or those that follow one another."""
    with _open(path) as file:
        head = file.read(200)
    if '"Feature"' in head and '"FeatureCollection"' not in head:
        return stream.sequence()
    stream.enter(("features",))
    return stream.elements()


# ------------------------------------------------------------------ rows as lines


@dataclass
class _LeftOut:
    """Rows that are no objects or no JSON."""

    shown: list[Reject]
    count: int = 0


def _mended(path: Path, name: str, scratch: Path, options: IngestOptions) -> tuple[Path, _LeftOut]:
    """The rows that can be read as JSON Lines, and those that cannot."""
    with _open(path) as file:
        stream = JSONStream(file, name, options.limits.document)
        if stream.peek() == "[":
            return written(stream.elements(), scratch, name), _LeftOut([])
    return _whole_lines(path, name, scratch, options)


def _whole_lines(path: Path, name: str, scratch: Path, options: IngestOptions) -> tuple[Path, _LeftOut]:
    target = scratch / "rows.jsonl"
    left_out = _LeftOut([])
    kept = 0
    with path.open("rb") as source, target.open("wb") as file:
        number = 0
        while text := source.readline(options.limits.document + 1):
            number += 1
            if len(text) > options.limits.document:
                raise TooLarge(f"line {number} of {name} is longer than {options.limits.document >> 20} MiB.")
            if not text.strip():
                continue
            reason, row = _object(text)
            if reason is None:
                file.write(row)
                kept += 1
                continue
            left_out.count += 1
            if left_out.count <= options.limits.rejects_shown:
                left_out.shown.append(Reject(number, text.decode("utf-8", "replace").rstrip("\r\n"), reason))
    if not kept:
        reason = left_out.shown[0].reason if left_out.shown else "no line"
        raise DamagedFile(f"{name} has no line that is a JSON object: {reason}.", hint=OBJECTS)
    return target, left_out


def _object(text: bytes) -> tuple[str | None, bytes]:
    """Why a line is no row, or its row."""
    try:
        row = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return f"not JSON: {error}", b""
    return (None, line(row)) if isinstance(row, dict) else ("no object", b"")
