"""Rows as GeoJSON features, in the coordinates that were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy
import orjson
import shapely

from parvis.core.fields import FieldType
from parvis.data.exports.values import json_writer
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.ogc import crs


def features(page: RecordsPage, geometry: int | None, uri: str) -> list[dict[str, Any]]:
    """The features of a page; ``geometry`` is the place of its column, null where a row has none."""
    shapes = _geometries(page, geometry, uri)
    places = [n for n in range(len(page.columns)) if n != geometry]
    names = [page.columns[n].name for n in places]
    writers = [_writer(page.columns[n]) for n in places]
    found = []
    for id_, shape, row in zip(page.ids or (), shapes, page.rows, strict=True):
        values = [
            value if writer is None or value is None else writer(value)
            for value, writer in zip((row[n] for n in places), writers, strict=True)
        ]
        properties = dict(zip(names, values, strict=True))
        found.append({"type": "Feature", "id": id_, "geometry": shape, "properties": properties})
    return found


def _writer(column: typed.Column) -> Callable[[Any], Any] | None:
    """As the Explore API writes values, save that a second geometry is a geometry."""
    if column.expr.type is Type.GEO_POINT:
        return _point
    if column.expr.type is Type.GEO_SHAPE:
        return _fragment
    return json_writer(FieldType(_PLAIN.get(column.expr.type, column.expr.type)), column.precision)


_PLAIN = {Type.TEXT_LIST: "text"}


def _point(value: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": value}


def _fragment(value: str) -> orjson.Fragment:
    return orjson.Fragment(value)


def _geometries(page: RecordsPage, geometry: int | None, uri: str) -> Sequence[Any]:
    if geometry is None:
        return [None] * len(page.rows)
    values = [row[geometry] for row in page.rows]
    is_point = page.columns[geometry].expr.type is Type.GEO_POINT
    transform = crs.from_wgs84(uri)
    if transform is None:
        write = _point if is_point else _fragment
        return [None if value is None else write(value) for value in values]
    shapes = [_shape(value, is_point) for value in values]
    moved = shapely.transform(numpy.array(shapes, dtype=object), _moving(transform))
    return [None if not _finite(shape) else orjson.Fragment(shapely.to_geojson(shape)) for shape in moved]


def _moving(transform: crs.Transform) -> Callable[[numpy.ndarray], numpy.ndarray]:
    """A transformation of geometries as one of the coordinates of many, in one go."""

    def move(points: numpy.ndarray) -> numpy.ndarray:
        return shapely.get_coordinates(transform(shapely.multipoints(points))) if len(points) else points

    return move


def _shape(value: Any, is_point: bool) -> shapely.Geometry | None:
    if value is None:
        return None
    return shapely.Point(value) if is_point else shapely.from_geojson(value)


def _finite(shape: shapely.Geometry | None) -> bool:
    """A place that the system does not cover has no coordinates in it."""
    return shape is not None and bool(numpy.isfinite(shapely.get_coordinates(shape)).all())
