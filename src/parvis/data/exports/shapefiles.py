"""Shapefiles in a zip archive: one for each type of geometry, with the names that their columns had."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy
import pyarrow
import shapely

from parvis.core.errors import InvalidParameter
from parvis.data.exports.gdal import Stream, attributes
from parvis.data.exports.layout import Layout
from parvis.data.exports.packing import chunks_of, zipped

NAME = 10
TEXT = 254
MOST_COLUMNS = 255
_KINDS = {
    -1: "table",
    0: "point",
    1: "line",
    2: "line",
    3: "polygon",
    4: "multipoint",
    5: "line",
    6: "polygon",
    7: "mixed",
}
_TYPES = {
    "point": "Point",
    "line": "MultiLineString",
    "polygon": "MultiPolygon",
    "multipoint": "MultiPoint",
    "table": None,
}
_BATCH = 50_000


def write(
    batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any], folder: Path
) -> Iterator[bytes]:
    """The archive of these rows: ``<dataset>_<type>.shp`` and its parts, ``fields.csv``, ``metadata.txt``.

    Rows without geometry are in ``<dataset>_table.dbf``; collections are taken apart into their parts.
    """
    names = short_names(c.label or c.name if layout.use_labels else c.name for c in layout.columns)
    if len(names) > MOST_COLUMNS:
        raise InvalidParameter(f"A shapefile holds {MOST_COLUMNS} columns at most.", hint="choose fields with select")
    parts = folder / "parts"
    parts.mkdir()
    _fill(batches, layout, names, parts)
    entries: list[tuple[str, Iterable[bytes], bool]] = [
        (path.name, chunks_of(path), True) for path in sorted(parts.iterdir())
    ]
    entries.append(("fields.csv", [_map(layout, names)], True))
    notices = "".join(f"{name}: {value}\n" for name, value in layout.notices().items())
    entries.append(("metadata.txt", [notices.encode()], True))
    yield from zipped(entries, layout.at)


def _fill(batches: Iterable[pyarrow.RecordBatch], layout: Layout, names: list[str], parts: Path) -> None:
    # GDAL takes a third of a second and 60 MB to load: only the processes that write with it should pay.
    import pyogrio  # noqa: PLC0415

    schema, found = attributes(_large(batches), layout, names)
    begun: set[str] = set()

    def append(kind: str, batch: pyarrow.RecordBatch) -> None:
        options = {"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": layout.at.strftime("%Y-%m-%d")}
        path = parts / f"{layout.dataset}_{kind}.{'dbf' if kind == 'table' else 'shp'}"
        place: dict[str, Any] = {"geometry_name": schema.names[-1], "geometry_type": _TYPES[kind]}
        if kind == "table":
            batch, place = batch.drop_columns([schema.names[-1]]), {}
        Stream(batch.schema, iter([batch])).run(
            lambda reader: pyogrio.write_arrow(
                reader,
                str(path),
                driver="ESRI Shapefile",
                crs=f"EPSG:{layout.epsg}",
                append=kind in begun,
                layer_options={} if kind in begun else options,
                **place,
            )
        )
        begun.add(kind)

    for batch in found:
        for kind, part in _by_kind(_fitting(batch)):
            append(kind, part)
    if not begun:
        point = layout.geometry is not None and layout.columns[layout.geometry].type != "geo_shape"
        append(
            "point" if point else "polygon",
            schema.empty_table().to_batches()[0]
            if schema.empty_table().to_batches()
            else pyarrow.RecordBatch.from_pylist([], schema=schema),
        )


def _large(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Fewer, larger batches: each one opens the files again."""
    waiting: list[pyarrow.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(b.num_rows for b in waiting) >= _BATCH:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(batches: list[pyarrow.RecordBatch]) -> pyarrow.RecordBatch:
    return pyarrow.concat_batches(batches) if len(batches) > 1 else batches[0]


def _by_kind(batch: pyarrow.RecordBatch) -> Iterator[tuple[str, pyarrow.RecordBatch]]:
    shapes = shapely.from_wkb(batch.columns[-1].to_numpy(zero_copy_only=False))
    types = shapely.get_type_id(shapes)
    if (types == 7).any():
        batch, shapes = _apart(batch, shapes)
        types = shapely.get_type_id(shapes)
    kinds = numpy.array([_KINDS[int(t)] for t in range(-1, 8)])[types + 1]
    empty = shapely.is_empty(shapes)
    kinds[empty] = "table"
    for kind in sorted(set(kinds.tolist())):
        chosen = numpy.flatnonzero(kinds == kind)
        yield kind, batch if len(chosen) == batch.num_rows else batch.take(pyarrow.array(chosen))


def _apart(batch: pyarrow.RecordBatch, shapes: Any) -> tuple[pyarrow.RecordBatch, Any]:
    """Collections as one row a part."""
    rows: list[int] = []
    parts: list[Any] = []
    for row, shape in enumerate(shapes):
        found = list(_leaves(shape)) if shapely.get_type_id(shape) == 7 else [shape]
        rows += [row] * len(found)
        parts += found
    taken = batch.take(pyarrow.array(rows, pyarrow.int64()))
    array = numpy.array(parts, dtype=object)
    wkb = pyarrow.array(shapely.to_wkb(array).tolist(), pyarrow.binary())
    return taken.set_column(taken.num_columns - 1, taken.schema.names[-1], wkb), array


def _leaves(shape: Any) -> Iterator[Any]:
    parts = list(shape.geoms)
    if not parts:
        yield None
    for part in parts:
        if shapely.get_type_id(part) == 7:
            yield from _leaves(part)
        else:
            yield part


def _fitting(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """Texts cut to what a column holds, instants as text: the format has no type for them."""
    arrays, fields = [], []
    for field, array in zip(batch.schema, batch.columns, strict=True):
        fitted = array
        if pyarrow.types.is_timestamp(field.type):
            fitted = pyarrow.array([v and v.isoformat() for v in array.to_pylist()], pyarrow.string())
        elif pyarrow.types.is_string(field.type):
            longest = pyarrow.compute.max(pyarrow.compute.binary_length(array)).as_py() or 0
            if longest > TEXT:
                fitted = pyarrow.array([v and _cut(v) for v in array.to_pylist()], pyarrow.string())
        arrays.append(fitted)
        fields.append((field.name, fitted.type))
    return pyarrow.RecordBatch.from_arrays(arrays, schema=pyarrow.schema(fields))


def _cut(text: str) -> str:
    return text.encode()[:TEXT].decode("utf-8", "ignore")


def short_names(names: Iterable[str]) -> list[str]:
    """Names of 10 ASCII characters at most, distinct whatever their case."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        base = re.sub(r"[^A-Za-z0-9_]+", "_", plain).strip("_")[:NAME] or "field"
        candidate, number = base, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{base[: NAME - 1 - len(str(number))]}_{number}"
        taken.add(candidate.casefold())
        found.append(candidate)
    return found


def _map(layout: Layout, names: list[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("column", "name", "label", "type"))
    for i, (short, column) in enumerate(zip(names, layout.columns, strict=True)):
        if i != layout.geometry:
            writer.writerow((short, column.name, column.label, column.type))
    return out.getvalue().encode()
