"""Coordinates of a text or of two columns, in the system that the options say, brought to WGS 84."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from parvis.core.words import field_name
from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.layers import layered
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers import systems
from parvis.data.ingest.readers.batches import shape_sql
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, load_spatial

_POINT = "geo_point_2d"
_WKT = re.compile(r"\s*(?:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*Z?M?\s*\(", re.IGNORECASE)
# How columns of projected coordinates are called, x beside y.
_EAST = re.compile(r"(?:.*_)?(?:x|xcoord|easting|est|lon|long|longitude)(?:_.*)?|coordx|coordonnee_x|xl93|x93")
_SWAPS: tuple[tuple[str, str], ...] = (
    ("xcoord", "ycoord"),
    ("easting", "northing"),
    ("est", "nord"),
    ("longitude", "latitude"),
    ("long", "lat"),
    ("lon", "lat"),
    ("coordx", "coordy"),
    ("xl93", "yl93"),
    ("x93", "y93"),
    ("x", "y"),
)


def georeferenced(connection: duckdb.DuckDBPyConnection, staged: Staged, options: IngestOptions) -> Staged:
    """The stage with its shapes, or a point made of its coordinates, in WGS 84, when ``epsg`` says another system.

    Raises IngestError for a system that does not exist, or when there are no coordinates.
    """
    if options.epsg is None or any(column.sql_type in ("GEOMETRY", "BLOB") for column in staged.columns):
        return staged
    system = systems.epsg(options.epsg)
    if system is None:
        return staged
    load_spatial(connection)
    _check(connection, system)
    shapes = {c.name: text for c in staged.columns if (text := _shape(connection, c)) is not None}
    found = {**staged.options, "coordinates": system}
    if shapes:
        columns = tuple(replace(c, sql_type="GEOMETRY") if c.name in shapes else c for c in staged.columns)
        computed = {name: shape_sql(text, system) for name, text in shapes.items()}
        return replace(layered(connection, staged, columns, computed), options=found)
    pair = _pair(staged.columns)
    if pair is None:
        hint = "name the columns x and y, or leave the EPSG code out"
        raise IngestError("no column holds coordinates.", hint=hint)
    x, y = pair
    point = StagedColumn(f"c{len(staged.columns)}", _POINT, "VARCHAR", typed=True)
    computed = {point.name: _point(_number(x), _number(y), system)}
    return replace(layered(connection, staged, (*staged.columns, point), computed), options=found)


def _check(connection: duckdb.DuckDBPyConnection, system: str) -> None:
    try:
        connection.execute(f"SELECT {shape_sql('ST_Point(0, 0)', system)[4:-1]}").fetchone()
    except duckdb.Error as error:
        if "proj" in str(error).lower() or "crs" in str(error).lower():
            hint = "such as 2154 for Lambert-93"
            raise IngestError(f"{system} is not a system of coordinates that is known.", hint=hint) from error


def _shape(connection: duckdb.DuckDBPyConnection, column: StagedColumn) -> str | None:
    """The SQL of the geometry that a column holds as text; None: it holds none."""
    if column.sql_type == "GEOJSON":
        return f"ST_GeomFromGeoJSON({column.name})"
    if column.sql_type != "VARCHAR":
        return None
    row = connection.execute(f"SELECT {column.name} FROM {STAGE} WHERE {column.name} IS NOT NULL LIMIT 1").fetchone()
    text = str(row[0]) if row else ""
    if _WKT.match(text):
        return f"ST_GeomFromText({column.name})"
    if text.startswith("{") and '"coordinates"' in text:
        return f"ST_GeomFromGeoJSON({column.name})"
    return None


def _pair(columns: Sequence[StagedColumn]) -> tuple[StagedColumn, StagedColumn] | None:
    """The columns of the east and of the north, by their names."""
    by_name = {field_name(column.label): column for column in columns}
    for name, column in by_name.items():
        if not _EAST.fullmatch(name):
            continue
        for east, north in _SWAPS:
            other = re.sub(rf"(^|_){east}(_|$)", rf"\g<1>{north}\g<2>", name)
            if other != name and other in by_name:
                return column, by_name[other]
    return None


def _number(column: StagedColumn) -> str:
    return f"try_cast(replace(replace({column.name}::VARCHAR, ',', '.'), ' ', '') AS DOUBLE)"


def _point(x: str, y: str, system: str) -> str:
    """SQL of a ``lat, lon`` text."""
    moved = shape_sql(f"ST_Point({x}, {y})", system)
    lat, lon = (f"{end}({moved})::DECIMAL(12,7)::VARCHAR" for end in ("ST_Y", "ST_X"))
    return f"CASE WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {lat} || ', ' || {lon} END"
