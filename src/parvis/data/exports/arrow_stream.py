"""Arrow IPC streams: the batches as they are, with the metadata in the schema."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import pyarrow

from parvis.data.exports.layout import Layout

_TYPES = {
    "int": pyarrow.int64(),
    "double": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "datetime": pyarrow.timestamp("us", tz="UTC"),
    "text_list": pyarrow.list_(pyarrow.string()),
    "geo_point_2d": pyarrow.struct([("lon", pyarrow.float64()), ("lat", pyarrow.float64())]),
    "geo_shape": pyarrow.binary(),
}


def write(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """The stream of these batches; it begins with the schema even when there is no row."""
    sink = io.BytesIO()
    found = iter(batches)
    first = next(found, None)
    schema = _schema(layout) if first is None else first.schema
    with pyarrow.ipc.new_stream(sink, schema.with_metadata(layout.notices())) as writer:
        for batch in chain([] if first is None else [first], found):
            writer.write_batch(batch.replace_schema_metadata(layout.notices()))
            yield _taken(sink)
    yield _taken(sink)


def _schema(layout: Layout) -> pyarrow.Schema:
    return pyarrow.schema(
        [(name, _TYPES.get(c.type, pyarrow.string())) for name, c in zip(layout.heads(), layout.columns, strict=True)]
    )


def _taken(sink: io.BytesIO) -> bytes:
    taken = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return taken
