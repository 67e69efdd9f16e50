"""Geographic parameters of v1: circles, boxes, polygons, and the digest of a geometry."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from typing import Any

from parvis.core.errors import InvalidParameter, NotFound
from parvis.core.fields import GEOGRAPHIC, FieldType, Schema
from parvis.data.odsql.text import QueryText
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v1.quoting import quoted
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import Parameters

_NUMBER = r"[+-]?[0-9]{1,12}(?:\.[0-9]{0,20})?"
_PAIR = re.compile(rf"\(\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\)")
_NUMBERS = re.compile(rf"\s*{_NUMBER}\s*(?:,\s*{_NUMBER}\s*)*")
_POINT_DIGEST = re.compile(r"[0-9a-f]{32}")


def geofilters(parameters: Parameters, schema: Schema | None) -> Iterable[str]:
    """ODSQL conditions of ``geofilter.distance``, ``geofilter.polygon`` and ``geofilter.bbox``."""
    for name, value in parameters.with_prefix("geofilter."):
        if not value or schema is None:
            continue
        field = quoted(geo_field(schema))
        if name == "distance":
            lat, lon, metres = _numbers(name, value, (2, 3), default=1.0)
            yield f"within_distance({field}, geom'POINT({lon!r} {lat!r})', {metres:f}m)"
        elif name == "bbox":
            south, west, north, east = _numbers(name, value, (4,))
            yield f"in_bbox({field}, {south:f}, {west:f}, {north:f}, {east:f})"
        elif name == "polygon":
            yield f"intersects({field}, geom'POLYGON(({_ring(value)}))')"


def geo_field(schema: Schema) -> str:
    """The field that geographic parameters mean: the first point, else the first shape. Raises InvalidParameter."""
    found = sorted((f for f in schema if f.type in GEOGRAPHIC), key=lambda f: f.type is not FieldType.GEO_POINT)
    if not found:
        raise InvalidParameter("This dataset has no geographic field.")
    return found[0].name


def field_of(schema: Schema, type_: FieldType) -> str:
    """The first field of a geographic type. Raises InvalidParameter."""
    found = next((f.name for f in schema if f.type is type_), None)
    if found is None:
        raise InvalidParameter(f"This dataset has no {type_.value} field.")
    return found


def _numbers(name: str, value: str, lengths: tuple[int, ...], default: float | None = None) -> list[float]:
    if not _NUMBERS.fullmatch(value) or len(value.split(",")) not in lengths:
        raise InvalidParameter(f"Invalid value for geofilter.{name}: {lengths[-1]} numbers are expected.")
    found = [float(part) for part in value.split(",")]
    return found if default is None or len(found) == lengths[-1] else [*found, default]


def _ring(value: str) -> str:
    points = _PAIR.findall(value)
    if len(points) < 3:
        raise InvalidParameter("Invalid value for geofilter.polygon: (lat,lon),(lat,lon),(lat,lon) is expected.")
    ring = points if points[0] == points[-1] else [*points, points[0]]
    return ", ".join(f"{lon} {lat}" for lat, lon in ring)


# ------------------------------------------------------------------ digests


def digest(value: Any, record_id: str) -> str:
    """What names a geometry in ``geo_digest``: a point is its own coordinates, a shape is that of a record."""
    return struct.pack(">2d", *value).hex() if isinstance(value, tuple) else record_id


def digest_filters(call: Call, view: DatasetView) -> list[str]:
    """ODSQL conditions of ``geo_digest`` and ``geo_digest.<field>``. Raises InvalidParameter, NotFound."""
    given = [("", v) for v in call.parameters.all("geo_digest")]
    given += [(n, v) for n, v in call.parameters.with_prefix("geo_digest.") if v]
    return [_same_geometry(call, view, name, value) for name, value in given]


def _same_geometry(call: Call, view: DatasetView, name: str, value: str) -> str:
    schema = view.records.schema
    name = name or geo_field(schema)
    field = schema.get(name)
    if field is None or field.type not in GEOGRAPHIC:
        raise InvalidParameter(f"Invalid value for geo_digest: {name[:60]} is not a geographic field.")
    if field.type is FieldType.GEO_SHAPE:
        return f"within({quoted(name)}, geom'{_shape(call, view, name, value)}')"
    if not _POINT_DIGEST.fullmatch(value):
        raise InvalidParameter("Invalid value for geo_digest: take it from geopreview.")
    lon, lat = struct.unpack(">2d", bytes.fromhex(value))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InvalidParameter("Invalid value for geo_digest: take it from geopreview.")
    return f"in_bbox({quoted(name)}, {lat:.25f}, {lon:.25f}, {lat:.25f}, {lon:.25f})"


def _shape(call: Call, view: DatasetView, name: str, record_id: str) -> str:
    """The shape of a record that the caller sees, as GeoJSON."""
    page = records.lookup(call.reader, view, record_id, QueryText(select=quoted(name)), cancel=call.cancel)
    shape = page.rows[0][0]
    if shape is None:
        raise NotFound(f"The record {record_id[:60]} has no geometry.")
    return str(shape).replace("'", "")
