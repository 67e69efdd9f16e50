"""The beginning of a source, as a file that every reader can read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from parvis.data.ingest.errors import DamagedFile, IngestError, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.source.encoding import announced
from parvis.data.ingest.source.formats import detect
from parvis.data.ingest.source.streaming import JSONStream
from parvis.data.ingest.source.unpacking import packing

LENGTH = 2 << 20
ROWS = 2_000
_JSON = ("json", "geojson")
_TEXTS = ("csv", "jsonl", "ics")


def excerpt(source: Path, scratch: Path, options: IngestOptions) -> tuple[Path, bool]:
    """A file with the first rows, of the same name, and whether it is the whole source."""
    if source.is_dir() or source.stat().st_size <= LENGTH or packing(source):
        return source, not source.is_dir() and source.stat().st_size <= LENGTH and not packing(source)
    format_ = options.format or detect(source)
    if format_ not in (*_JSON, *_TEXTS):
        return source, False
    target = scratch / source.name
    with source.open("rb") as file:
        target.write_bytes(file.read(LENGTH))
    if format_ in _JSON:
        _close(target, format_, options)
    elif announced(target) is None:
        _cut_line(target)
    return target, False


def _cut_line(path: Path) -> None:
    """Leave the last line out, which is not whole; a text without line ends stays as it is."""
    data = path.read_bytes()
    end = max(data.rfind(b"\n"), data.rfind(b"\r"))
    if end > 0:
        path.write_bytes(data[: end + 1])


def _close(path: Path, format_: str, options: IngestOptions) -> None:
    """Write the values that the beginning of a JSON text holds whole, under the same path."""
    way = (
        ("features",)
        if format_ == "geojson"
        else tuple((options.record_path or "").split(".") if options.record_path else ())
    )
    with path.open(encoding=announced(path) or "utf-8", errors="replace") as file:
        values = list(_values(JSONStream(file, path.name, LENGTH), way))
    if not values:
        return
    held: Any = values
    for name in reversed(way):
        held = {name: held}
    if format_ == "geojson":
        held = {"type": "FeatureCollection", **_system(path), **held}
    path.write_bytes(orjson.dumps(held))


def _system(path: Path) -> dict[str, Any]:
    """The member of older GeoJSON that states the system of coordinates, which stands before the features."""
    with path.open(encoding="utf-8", errors="replace") as file:
        stream = JSONStream(file, path.name, LENGTH)
        try:
            for key in stream.members():
                if key == "crs":
                    return {"crs": stream.value()}
                if key == "features":
                    return {}
        except (DamagedFile, IngestError, TooLarge):
            pass
    return {}


def _values(stream: JSONStream, way: tuple[str, ...]) -> Iterator[Any]:
    try:
        if way:
            stream.enter(way)
        elif stream.peek() == "{":
            # The list of the records of a service, whatever its name.
            next(key for key in stream.members() if stream.peek() == "[")
        for count, value in enumerate(stream.elements(), 1):
            yield value
            if count >= ROWS:
                return
    except (DamagedFile, TooLarge, IngestError, StopIteration):
        return
