"""JSON arrays, JSON Lines and GeoJSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import duckdb
import orjson

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError, TooLarge
from parvis.data.ingest.options import IngestOptions
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
# WGS 84, ETRS89, RGF93 and their like.
_DEGREES = ("4326", "4979", "4258", "4171", "4964")


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table from an array of objects, from one object a line, or from a member of an object."""
    text = _checked(path, scratch, options)
    found = {"encoding": text.encoding}
    inner = _inner(text.path, path.name, options)
    if inner is not None:
        lines = _written(_members(text.path, path.name, options, inner), scratch, path.name)
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
    _check_system(text.path, path.name)
    lines = _written(_features(text.path, path.name, options), scratch, path.name)
    return Staged(stage_json(connection, lines, path.name, options), {"encoding": text.encoding}, text.warnings)


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


def _check_system(path: Path, name: str) -> None:
    """Raises IngestError for coordinates that are said to be no longitudes and latitudes."""
    with _open(path) as file:
        found = _SYSTEM.search(file.read(_CHUNK))
    if found and found[1] not in _DEGREES:
        hint = "export the file in WGS 84 (EPSG:4326)"
        raise IngestError(f"the coordinates of {name} are in EPSG:{found[1]}, not in degrees.", hint=hint)


def _collected(path: Path, stream: JSONStream) -> Iterator[Any]:
    """The features of a collection, or those that follow one another."""
    with _open(path) as file:
        head = file.read(200)
    if '"Feature"' in head and '"FeatureCollection"' not in head:
        return stream.sequence()
    stream.enter(("features",))
    return stream.elements()


# ------------------------------------------------------------------ rows as lines


def _written(rows: Iterator[Any], scratch: Path, name: str) -> Path:
    """The rows as JSON Lines. Raises EmptyFile when there is none, IngestError when one is no object."""
    target = scratch / "rows.jsonl"
    count = 0
    with target.open("wb") as file:
        for count, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                raise IngestError(f"row {count} of {name} is no object.", hint=OBJECTS)
            file.write(_line(row))
    if not count:
        raise EmptyFile(f"{name} has no row.")
    return target


def _line(row: Any) -> bytes:
    try:
        return orjson.dumps(row) + b"\n"
    except orjson.JSONEncodeError:
        # Whole numbers beyond 64 bits, half characters: exact as text only.
        return orjson.dumps(_plain(row)) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


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
            return _written(stream.elements(), scratch, name), _LeftOut([])
    return _whole_lines(path, name, scratch, options)


def _whole_lines(path: Path, name: str, scratch: Path, options: IngestOptions) -> tuple[Path, _LeftOut]:
    target = scratch / "rows.jsonl"
    left_out = _LeftOut([])
    kept = 0
    with path.open("rb") as source, target.open("wb") as file:
        number = 0
        while line := source.readline(options.limits.document + 1):
            number += 1
            if len(line) > options.limits.document:
                raise TooLarge(f"line {number} of {name} is longer than {options.limits.document >> 20} MiB.")
            if not line.strip():
                continue
            reason, row = _object(line)
            if reason is None:
                file.write(row)
                kept += 1
                continue
            left_out.count += 1
            if left_out.count <= options.limits.rejects_shown:
                left_out.shown.append(Reject(number, line.decode("utf-8", "replace").rstrip("\r\n"), reason))
    if not kept:
        reason = left_out.shown[0].reason if left_out.shown else "no line"
        raise DamagedFile(f"{name} has no line that is a JSON object: {reason}.", hint=OBJECTS)
    return target, left_out


def _object(line: bytes) -> tuple[str | None, bytes]:
    """Why a line is no row, or its row."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return f"not JSON: {error}", b""
    return (None, _line(row)) if isinstance(row, dict) else ("no object", b"")
