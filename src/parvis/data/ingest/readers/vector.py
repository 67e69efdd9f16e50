"""Layers of geographic files: Shapefile, GeoPackage, KML, GPX, GML, FlatGeobuf, through GDAL, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers import systems
from parvis.data.ingest.readers.batches import stage_batches
from parvis.data.ingest.source.documents import check_document
from parvis.data.ingest.source.encoding import looks_utf8
from parvis.data.ingest.source.formats import detect
from parvis.data.ingest.staging import Staged

_BATCH = 8_192
_DRIVERS = {
    "shp": ("ESRI Shapefile",),
    "gpkg": ("GPKG",),
    "kml": ("KML", "LIBKML"),
    "gpx": ("GPX",),
    "gml": ("GML",),
    "fgb": ("FlatGeobuf",),
}
_DOCUMENTS = ("kml", "gpx", "gml")
# Nothing is fetched because a file asks for it.
_QUIET = {
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
    "GDAL_HTTP_MAX_RETRY": "0",
    "LIBKML_RESOLVE_STYLE": "NO",
}
# What KML adds to every placemark, to draw it.
_DRAWING = frozenset(
    {"timestamp", "begin", "end", "altitudemode", "tessellate", "extrude", "visibility", "draworder", "icon", "snippet"}
)
_TRACKS = ("waypoints", "tracks", "routes")


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the stage from a layer: the one that is named, else the first with features."""
    import pyogrio  # noqa: PLC0415  GDAL takes longer to load than most files

    format_ = detect(path)
    if format_ in _DOCUMENTS:
        check_document(path)
    pyogrio.set_gdal_config_options(_QUIET)
    placed = _placed(path, format_, scratch)
    with _told(path.name):
        _restore_index(pyogrio, placed)
        layer, others = _layer(pyogrio, placed, path.name, format_, options.sheet)
        info = pyogrio.read_info(placed, layer=layer, force_total_bounds=True)
        if info["driver"] not in _DRIVERS[format_]:
            raise DamagedFile(f"{path.name} is not the {format_} that it seems to be.")
        system, remark = _system(info, path.name, options)
        encoding = options.encoding or (_encoding(placed) if format_ == "shp" else None)
        with ExitStack() as stack:
            meta, reader = stack.enter_context(
                pyogrio.raw.open_arrow(placed, layer=layer, encoding=encoding, use_pyarrow=True, batch_size=_BATCH)
            )
            shape = (meta["geometry_name"] or "wkb_geometry") if meta["geometry_type"] is not None else None
            schema, batches = _kept(reader, format_, shape)
            typed = format_ in ("shp", "gpkg", "fgb")
            columns = stage_batches(
                connection, schema, batches, path.name, options, geometry=shape, system=system, typed=typed
            )
    found: dict[str, Any] = {"layer": layer} if format_ in ("gpkg", "kml", "gpx", "gml") else {}
    found |= {"encoding": encoding} if encoding else {}
    found |= {"coordinates": info["crs"] if system is None and info["crs"] else system or "degrees"}
    told = [f"the file has other layers: {', '.join(others)}"] if others else []
    return Staged(columns, found, (*([remark] if remark else []), *told))


@contextmanager
def _told(name: str) -> Iterator[None]:
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError  # noqa: PLC0415  loaded by read()

    try:
        yield
    except (DataSourceError, DataLayerError, FieldError, pa.ArrowException, RuntimeError, UnicodeError) as error:
        said = str(error).split("\n")[0].split(";")[0]
        said = said if "/" not in said else "it is cut, corrupt, or a part of it is missing"
        raise DamagedFile(f"{name} cannot be read: {said}", hint="check that the file is whole") from error


def _placed(path: Path, format_: str, scratch: Path) -> Path:
    """The file under a plain name in the scratch folder, a shapefile with its parts: GDAL reads names."""
    folder = scratch / f"layer-{len(list(scratch.glob('layer-*')))}"
    folder.mkdir()
    if format_ != "shp":
        target = folder / f"layer.{format_}"
        target.symlink_to(path.resolve())
        return target
    for part in path.parent.iterdir():
        if part.stem.lower() == path.stem.lower() and part.suffix.lower() in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            (folder / f"layer{part.suffix.lower()}").symlink_to(part.resolve())
    return folder / "layer.shp"


def _restore_index(pyogrio: Any, placed: Path) -> None:
    """Make the missing index of a shapefile, in the scratch folder.

    The option holds for the whole process, where exports write shapefiles: it is on for this alone.
    """
    if placed.suffix == ".shp" and not placed.with_suffix(".shx").exists():
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        try:
            pyogrio.list_layers(placed)
        finally:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})


def _layer(pyogrio: Any, placed: Path, name: str, format_: str, wanted: str | None) -> tuple[str, list[str]]:
    layers = {str(row[0]): row[1] for row in pyogrio.list_layers(placed)}
    if not layers:
        raise EmptyFile(f"{name} has no layer.")
    if wanted is not None and wanted in layers:
        return wanted, []
    if wanted is not None and len(layers) > 1:
        raise IngestError(f"{name} has no layer {wanted!r}.", hint=f"its layers: {', '.join(layers)}")
    candidates = [n for n in _TRACKS if n in layers] if format_ == "gpx" else list(layers)
    candidates = [n for n in candidates if layers[n] is not None] or candidates
    filled = [n for n in candidates if len(candidates) == 1 or _count(pyogrio, placed, n)]
    if not filled:
        raise EmptyFile(f"{name} has no feature.", hint=f"its layers: {', '.join(layers)}")
    return filled[0], filled[1:]


def _count(pyogrio: Any, placed: Path, layer: str) -> int:
    return int(pyogrio.read_info(placed, layer=layer, force_feature_count=True)["features"])


def _system(info: dict[str, Any], name: str, options: IngestOptions) -> tuple[str | None, str | None]:
    """The system to transform from, and what to tell of it."""
    if options.epsg is not None:
        return systems.epsg(options.epsg), None
    if info["crs"]:
        return systems.named(info["crs"]), None
    box = info["total_bounds"]
    return systems.guessed(box if box is not None and all(abs(side) < 1e300 for side in box) else None, name)


def _encoding(placed: Path) -> str | None:
    """The encoding of a shapefile without .cpg, which may be one or the other; None: it is told."""
    if placed.with_suffix(".cpg").exists() or not placed.with_suffix(".dbf").exists():
        return None
    return "UTF-8" if looks_utf8(placed.with_suffix(".dbf")) else "CP1252"


def _kept(reader: Any, format_: str, shape: str | None) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """The columns of data: those that KML has for drawing and that GPX leaves empty are told apart by their names."""
    schema = reader.schema
    names = [n for n in schema.names if n == shape or not (format_ == "kml" and n.lower() in _DRAWING)]
    names = [n for n in names if not (n == shape and schema.field(n).type == pa.null())]
    kept = pa.schema([schema.field(n) for n in names])
    return kept, (batch.select(names) for batch in reader)
