"""GeoJSON of v2.0: instants are integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

import orjson

from parvis.core.fields import FieldType
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v20.objects import timestamp
from parvis.web.api.http.answers import FileAnswer


def with_timestamps(made: FileAnswer, view: DatasetView, text: QueryText) -> FileAnswer:
    """The same file with its instants as milliseconds since 1970, still streamed."""
    query = compile_query(text, view.records.schema, purpose=Purpose.EXPORT)
    names = [c.name for c in query.columns if c.expr.type.value == FieldType.DATETIME]
    if not names or made.media_type == "application/gzip":
        return made
    chunks = _Rewritten(made.chunks, names)
    return replace(made, chunks=chunks, etag=f"{made.etag}-2.0", length=None, path=None)


class _Rewritten:
    """Chunks rewritten when they are read: a HEAD or a 304 costs nothing."""

    def __init__(self, chunks: Iterable[bytes], names: list[str]) -> None:
        self._chunks = chunks
        self._names = names

    def __iter__(self) -> Iterator[bytes]:
        for lines in _whole_lines(self._chunks):
            yield b"\n".join(_rewritten(line, self._names) for line in lines.split(b"\n"))


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Chunks cut at ends of lines: the writer puts each feature on its own."""
    rest = b""
    for chunk in chunks:
        lines, end, rest = (rest + chunk).rpartition(b"\n")
        if end:
            yield lines + end
    if rest:
        yield rest


def _rewritten(line: bytes, names: list[str]) -> bytes:
    """A line that holds a feature, its instants as integers; another line as it is."""
    start = line.find(b'{"type":"Feature",')
    if start < 0:
        return line
    comma = b"," if line.rstrip().endswith(b",") else b""
    feature = orjson.loads(line[start:].rstrip().removesuffix(b","))
    properties = feature["properties"]
    for name in names:
        if isinstance(properties.get(name), str):
            properties[name] = timestamp(datetime.fromisoformat(properties[name]))
    return line[:start] + orjson.dumps(feature) + comma
