"""GeoPackage, FlatGeobuf and shapefiles, written by GDAL from Arrow batches into temporary files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.compute as pc
import shapely

from parvis.core.errors import InvalidParameter
from parvis.data.exports.cells import json_text, shown, values
from parvis.data.exports.layout import Column, Layout, distinct

GEOMETRY = "geometry"
_PLAIN = {
    "int": pyarrow.int64(),
    "double": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "datetime": pyarrow.timestamp("ms", tz="UTC"),
}


def fgb(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any], folder: Path) -> Path:
    """A FlatGeobuf file; with a spatial index when every row has a geometry, which the index needs.

    ``batches`` may be read twice.
    """
    path = folder / "export.fgb"
    described = {"TITLE": layout.title, "TEMPORARY_DIR": str(folder)}
    notice = "\n".join(f"{name}: {value}" for name, value in layout.notices().items())
    described["DESCRIPTION"] = notice
    try:
        _write(_all_placed(batches, layout), layout, path, "FlatGeobuf", described)
    except _Unplaced:
        path.unlink(missing_ok=True)
        _write(batches, layout, path, "FlatGeobuf", {**described, "SPATIAL_INDEX": "NO"})
    return path


class _Unplaced(Exception):
    """A row has no geometry."""


def _all_placed(batches: Iterable[pyarrow.RecordBatch], layout: Layout) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        if layout.geometry is None or _unplaced(batch.column(layout.geometry)):
            raise _Unplaced
        yield batch


def _unplaced(array: pyarrow.Array) -> bool:
    """Whether a geometry is null, or empty."""
    return bool(array.null_count) or bool(
        shapely.is_empty(shapely.from_wkb(array.to_numpy(zero_copy_only=False))).any()
    )


def gpkg(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any], folder: Path) -> Path:
    """A GeoPackage; its metadata are in ``gpkg_metadata``, its dates those of the version."""
    path = folder / "export.gpkg"
    names = {name.casefold() for name in layout.heads()}
    fid = next(name for name in ("fid", "ogc_fid", "_gpkg_fid") if name not in names)
    described = {"FID": fid, "IDENTIFIER": layout.title or layout.dataset, "DESCRIPTION": layout.publisher or ""}
    _write(batches, layout, path, "GPKG", described)
    _describe(path, layout)
    return path


def _write(
    batches: Iterable[pyarrow.RecordBatch], layout: Layout, path: Path, driver: str, options: Mapping[str, str]
) -> None:
    # GDAL takes a third of a second and 60 MB to load: only the processes that write with it should pay.
    import pyogrio  # noqa: PLC0415

    schema, found = attributes(batches, layout, layout.heads())
    stream = Stream(schema, found)
    pyogrio_options = {
        "layer": layout.dataset,
        "driver": driver,
        "geometry_name": schema.names[-1],
        "geometry_type": "Point" if is_point(layout) else "Unknown",
        "crs": f"EPSG:{layout.epsg}",
        "layer_options": dict(options),
    }
    stream.run(lambda reader: pyogrio.write_arrow(reader, str(path), **pyogrio_options))


def is_point(layout: Layout) -> bool:
    """Whether every geometry is a point."""
    return layout.geometry is not None and layout.columns[layout.geometry].type != "geo_shape"


class Stream:
    """Batches that C code reads: what fails in them is raised here, not as an error of the reader."""

    def __init__(self, schema: pyarrow.Schema, batches: Iterator[pyarrow.RecordBatch]) -> None:
        self._schema = schema
        self._batches = batches
        self._error: BaseException | None = None

    def run(self, read: Any) -> None:
        """Give the batches to ``read``."""
        try:
            read(pyarrow.RecordBatchReader.from_batches(self._schema, self._watched()))
        except Exception:
            if self._error is not None:
                raise self._error from None
            raise
        if self._error is not None:
            raise self._error

    def _watched(self) -> Iterator[pyarrow.RecordBatch]:
        try:
            yield from self._batches
        except BaseException as error:
            self._error = error
            raise


def attributes(
    batches: Iterable[pyarrow.RecordBatch], layout: Layout, names: list[str]
) -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch]]:
    """Batches that GDAL understands: attributes under these names, then the geometry; lists and places as text."""
    kept = [i for i in range(len(layout.columns)) if i != layout.geometry]
    shown_names = [names[i] for i in kept]
    geometry = distinct([*shown_names, GEOMETRY])[-1]
    fields = [
        (name, _PLAIN.get(layout.columns[i].type, pyarrow.string())) for name, i in zip(shown_names, kept, strict=True)
    ]
    schema = pyarrow.schema([*fields, (geometry, pyarrow.binary())])

    def converted() -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            arrays = [attribute(batch.column(i), layout.columns[i]) for i in kept]
            wkb = pyarrow.nulls(batch.num_rows, pyarrow.binary())
            if layout.geometry is not None:
                wkb = batch.column(layout.geometry).cast(pyarrow.binary())
            yield pyarrow.RecordBatch.from_arrays([*arrays, wkb], schema=schema)

    return schema, converted()


def attribute(array: pyarrow.Array, column: Column) -> pyarrow.Array:
    """One column as GDAL takes it. Raises InvalidParameter for an integer beyond 64 bits."""
    wanted = _PLAIN.get(column.type)
    if column.type == "double":
        found = array.cast(pyarrow.float64())
        return pc.if_else(pc.is_finite(found), found, pyarrow.scalar(None, pyarrow.float64()))
    if wanted is not None:
        try:
            return array.cast(wanted, safe=column.type == "int")
        except pyarrow.ArrowInvalid as error:
            message = f"A value of {column.name} does not fit in 64 bits, the most this format holds."
            raise InvalidParameter(message, hint="export it as csv or json") from error
    if pyarrow.types.is_string(array.type):
        return array
    if column.type == "text_list":
        return pyarrow.array(
            [v if v is None or isinstance(v, str) else json_text(v) for v in array.to_pylist()], pyarrow.string()
        )
    texts = [None if v is None else shown(v, column) for v in values(array, column)]
    return pyarrow.array(texts, pyarrow.string())


def _describe(path: Path, layout: Layout) -> None:
    at = layout.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    text = "\n".join(f"{name}: {value}" for name, value in layout.notices().items())
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA secure_delete = ON")
        base.execute("PRAGMA journal_mode = OFF")
        base.executescript(_METADATA)
        base.execute("INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'text/plain', ?)", (layout.iri, text))
        reference = (layout.dataset, at)
        base.execute("INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, 1, NULL)", reference)
        base.execute("UPDATE gpkg_contents SET last_change = ?", (at,))


_METADATA = """
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT
 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
 metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value
 INTEGER, timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
 CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
 CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition
 TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata',
 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write');
INSERT INTO gpkg_extensions VALUES ('gpkg_metadata_reference', NULL, 'gpkg_metadata',
 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write');
"""
