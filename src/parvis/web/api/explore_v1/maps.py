"""Map helpers of v1: clusters, bounding box, preview of geometries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from parvis.core.errors import InvalidParameter
from parvis.core.fields import FieldType
from parvis.data.odsql.text import Purpose, QueryText, Version
from parvis.data.serving import records as serving_records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.explore_v1 import formats
from parvis.web.api.explore_v1.analyze import MAX_POINTS
from parvis.web.api.explore_v1.geography import digest, field_of, geo_field
from parvis.web.api.explore_v1.parameters import dataset_of, records_text
from parvis.web.api.explore_v1.quoting import quoted
from parvis.web.api.explore_v1.series import Series, extent, series
from parvis.web.api.explore_v21.objects import record_objects
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import Parameters

Json = dict[str, Any]
SHAPES = 1_000
FINEST = 29


def geocluster(call: Call) -> Answer:
    """``/api/records/1.0/geocluster/``."""
    view = dataset_of(call)
    zoom, radius = _precision(call.parameters)
    point = quoted(field_of(view.records.schema, FieldType.GEO_POINT))
    rows = _groups(call, view, f"geo_cluster({point}, {zoom}, {radius}) as `z.place`", Version.V1, MAX_POINTS)
    centers = [row["z.place"] and row["z.place"]["cluster_centroid"] for row in rows]
    places = [c and ([c["lat"], c["lon"]], {"type": "Point", "coordinates": [c["lon"], c["lat"]]}) for c in centers]
    return _clusters(call, view, zip(rows, places, strict=True), zoom)


def geopolygon(call: Call) -> Answer:
    """``/api/records/1.0/geopolygon/``: the records counted by shape, at most 1,000 shapes."""
    view = dataset_of(call)
    zoom, _ = _precision(call.parameters)
    shape = quoted(field_of(view.records.schema, FieldType.GEO_SHAPE))
    rows = _groups(call, view, f"{shape} as `z.place`", Version.V2_0, SHAPES)
    places = [row["z.place"] and (_center(row["z.place"]), row["z.place"]) for row in rows]
    return _clusters(call, view, zip(rows, places, strict=True), zoom)


def _precision(parameters: Parameters) -> tuple[int, int]:
    """Zoom and radius of clusters. Raises InvalidParameter."""
    zoom, finer = parameters.integer("clusterprecision"), parameters.integer("shapeprecision")
    radius = parameters.integer("clusterdistance")
    zoom = 6 if zoom is None else zoom
    if not 0 <= zoom <= 25 or zoom + (finer or 0) > FINEST:
        message = f"Invalid value for clusterprecision: 0 to 25, at most {FINEST} with shapeprecision, is expected."
        raise InvalidParameter(message)
    if radius is not None and not 0 < radius <= 256:
        raise InvalidParameter("Invalid value for clusterdistance: 1 to 256 is expected.")
    return zoom, radius or 40


def _groups(call: Call, view: DatasetView, key: str, version: Version, limit: int) -> list[Json]:
    """Groups with their count (``z.count``) and their measures."""
    select = ", ".join(["count(*) as `z.count`", *(measure.selected for measure in series(call.parameters))])
    asked = records_text(call, view)
    text = replace(asked, select=select, group_by=key, order_by=None, limit=limit, offset=0, version=version)
    return record_objects(_read(call, view, text), text.timezone, "1.0")


def _read(call: Call, view: DatasetView, text: QueryText, *, ids: bool = False) -> RecordsPage:
    return serving_records.search(
        call.reader, view, text, purpose=Purpose.INTERNAL, ids=ids, total=False, cancel=call.cancel
    )


def _clusters(call: Call, view: DatasetView, found: Iterator[tuple[Json, Any]], zoom: int) -> Answer:
    measures = series(call.parameters)
    clusters = [_cluster(row, place[0], place[1], measures) for row, place in found if place]
    answer = {
        "clusters": clusters,
        "count": extent([c["count"] for c in clusters]),
        "series": {m.name: extent([c["series"][m.name] for c in clusters]) for m in measures},
        "clusterprecision": zoom,
    }
    return formats.answer(call.parameters, answer, view.manifest.published_at)


def _cluster(row: Json, center: list[float], geometry: Json, measures: list[Series]) -> Json:
    return {
        "cluster_center": center,
        "cluster": geometry,
        "count": row["z.count"],
        "series": {measure.name: row[measure.column] for measure in measures},
    }


def bounding_box(call: Call) -> Answer:
    """``/api/records/1.0/boundingbox/``; the types of shapes are those of 1,000 records."""
    view = dataset_of(call)
    field = geo_field(view.records.schema)
    name = quoted(field)
    asked = replace(records_text(call, view), group_by=None, order_by=None, offset=0)
    select = f"count(*) as total, count({name}) as placed, bbox({name}) as box"
    total, placed, box = _read(call, view, replace(asked, select=select, limit=1)).rows[0]
    types = {"Point": placed}
    if view.records.schema.by_name[field].type is FieldType.GEO_SHAPE:
        shapes = _read(call, view, replace(asked, select=name, limit=SHAPES)).rows
        types = dict(Counter(orjson.loads(shape)["type"] for (shape,) in shapes if shape is not None))
    sides = None if box is None else _sides(orjson.loads(box))
    answer = {"count": total, "bbox": sides, "geometries": types}
    return formats.answer(call.parameters, answer, view.manifest.published_at)


def preview(call: Call) -> Answer:
    """``/api/records/1.0/geopreview/``: the geometries that a map draws first, each once."""
    view = dataset_of(call)
    name = geo_field(view.records.schema)
    rows = call.parameters.integer("rows")
    limit = SHAPES if rows is None else max(0, min(rows, SHAPES))
    text = replace(records_text(call, view), select=quoted(name), limit=limit, offset=0)
    page = _read(call, view, text, ids=True)
    found: dict[Any, Json] = {}
    for (value,), record_id in zip(page.rows, page.ids or (), strict=True):
        if value is not None and value not in found:
            found[value] = {"geometry": _geometry(value), "geo_digest": digest(value, record_id)}
    return formats.answer(call.parameters, list(found.values()), view.manifest.published_at)


def _geometry(value: Any) -> Any:
    return {"type": "Point", "coordinates": list(value)} if isinstance(value, tuple) else orjson.loads(value)


def _center(geometry: Json) -> list[float]:
    """Latitude and longitude of the middle of a geometry's box."""
    west, south, east, north = _sides(geometry)
    return [(south + north) / 2, (west + east) / 2]


def _sides(geometry: Json) -> list[float]:
    """West, south, east, north."""
    pairs = list(_positions(geometry))
    longitudes, latitudes = [p[0] for p in pairs], [p[1] for p in pairs]
    return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def _positions(geometry: Json) -> Iterator[list[float]]:
    """The positions of a geometry of any type, nested as they may be."""
    waiting: list[Any] = [geometry.get("coordinates", [])]
    waiting += [part.get("coordinates", []) for part in geometry.get("geometries", [])]
    while waiting:
        found = waiting.pop()
        if found and not isinstance(found[0], list):
            yield found
        else:
            waiting.extend(found)
