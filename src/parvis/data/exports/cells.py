"""Arrow batches as Python values, and values as text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pyarrow
import shapely

from parvis.data.exports.layout import Column, Layout


def rows(batches: Iterable[pyarrow.RecordBatch], layout: Layout) -> Iterator[tuple[Any, ...]]:
    """Rows of canonical values, as :func:`columns` gives them."""
    for batch in batches:
        if not layout.columns:
            yield from ((),) * batch.num_rows
            continue
        yield from zip(*columns(batch, layout), strict=True)


def columns(batch: pyarrow.RecordBatch, layout: Layout) -> list[list[Any]]:
    """The values of each column.

    Text str, list list[str], int, finite float, bool, date, datetime aware in the layout's timezone, point
    ``(longitude, latitude)``, shape GeoJSON text, null None; the geometry of the layout stays WKB.
    """
    return [
        batch.column(i).to_pylist() if i == layout.geometry else values(batch.column(i), column, layout.timezone)
        for i, column in enumerate(layout.columns)
    ]


def values(array: pyarrow.Array, column: Column, timezone: str = "UTC") -> list[Any]:
    """The values of one column."""
    if column.type == "geo_shape":
        shapes: list[Any] = shapely.to_geojson(shapely.from_wkb(array.to_pylist())).tolist()
        return shapes
    found: list[Any] = array.to_pylist()
    reader = _reader(column.type, timezone)
    return found if reader is None else [None if v is None else reader(v) for v in found]


def _reader(kind: str, timezone: str) -> Callable[[Any], Any] | None:
    if kind == "datetime":
        zone = ZoneInfo(timezone)
        return lambda v: v.astimezone(zone)
    return _READERS.get(kind)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) else value


def _finite(value: Any) -> float | None:
    return float(value) if math.isfinite(value) else None


def _point(value: dict[str, Any]) -> tuple[float, float] | None:
    place = value.get("cluster_centroid", value)
    return None if place is None or place["lon"] is None else (place["lon"], place["lat"])


_READERS: dict[str, Callable[[Any], Any]] = {
    "int": _whole,
    "double": _finite,
    "geo_point_2d": _point,
    "geo_cluster": _point,
}


def shown(value: Any, column: Column) -> str:
    """A value, null excepted, as text in the form of the CSV export."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, tuple):
        return f"{value[1]}, {value[0]}"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return day(value, column.precision)
    return str(value)


def day(value: date, precision: str | None) -> str:
    """A date as far as it is known."""
    return value.isoformat()[: {"year": 4, "month": 7}.get(precision or "", 10)]


def json_text(value: Any) -> str:
    """A list or a point as JSON."""
    return orjson.dumps({"lon": value[0], "lat": value[1]} if isinstance(value, tuple) else value).decode()
