"""One canonical value to the JSON form of an Explore API version (section 11 of its reference).

``column_type`` is a field type, or ``text_list``, or ``geo_cluster``. ``version`` is "2.1", "2.0" or "1.0".
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import orjson

Writer = Callable[[Any], Any]


def json_value(
    value: Any, column_type: str, precision: str | None = None, timezone: str = "UTC", version: str = "2.1"
) -> Any:
    """The value as JSON shows it; null stays null."""
    writer = json_writer(column_type, precision, timezone, version)
    return value if writer is None or value is None else writer(value)


def json_writer(
    column_type: str, precision: str | None = None, timezone: str = "UTC", version: str = "2.1"
) -> Writer | None:
    """What turns the values of a column, null excepted, into JSON; None when they are already."""
    if column_type == "date":
        return _DATES.get(precision or "day", date.isoformat)
    if column_type == "datetime":
        return _instant_in(UTC if timezone == "UTC" else ZoneInfo(timezone))
    if column_type == "geo_point_2d":
        return _latitude_first if version == "1.0" else _point
    if column_type == "geo_shape":
        return orjson.loads if version == "1.0" else _feature
    return _WRITERS.get(column_type)


_DATES: dict[str, Writer] = {"year": lambda d: f"{d.year:04}", "month": lambda d: f"{d.year:04}-{d.month:02}"}


def _instant_in(zone: tzinfo) -> Writer:
    def write(value: datetime) -> str:
        return value.astimezone(zone).isoformat()

    return write


def _point(value: tuple[float, float]) -> dict[str, float]:
    return {"lon": value[0], "lat": value[1]}


def _latitude_first(value: tuple[float, float]) -> list[float]:
    return [value[1], value[0]]


def _cluster(value: tuple[float, float]) -> dict[str, Any]:
    return {"cluster_centroid": _point(value)}


def _feature(value: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": orjson.loads(value), "properties": {}}


def _json(value: str) -> Any:
    """JSON text as the value it holds; other text as itself."""
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


_WRITERS: dict[str, Writer] = {
    "double": _finite,
    "geo_cluster": _cluster,
    "json_blob": _json,
    "file": _json,
}
