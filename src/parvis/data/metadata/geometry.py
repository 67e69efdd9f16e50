"""Boxes as polygons of GeoJSON, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from parvis.data.metadata.documents import box, number, obj

Box = tuple[float, float, float, float]


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """The ring of a box."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(found: Box | None) -> str | None:
    """A polygon in GeoJSON, as text."""
    if found is None:
        return None
    return orjson.dumps({"type": "Polygon", "coordinates": [ring(*found)]}).decode()


def multipolygon(found: Box | None) -> dict[str, Any] | None:
    """The object of a polygon among several."""
    return None if found is None else {"type": "MultiPolygon", "coordinates": [[ring(*found)]]}


def box_of(geometry: Any) -> Box | None:
    """The box around a geometry of GeoJSON, also written as text; None for what is none."""
    if isinstance(geometry, str):
        try:
            geometry = orjson.loads(geometry)
        except orjson.JSONDecodeError:
            return None
    points = list(_points(obj(geometry).get("coordinates")))
    if not points:
        return None
    return box((f([p[i] for p in points]) for f, i in ((min, 0), (min, 1), (max, 0), (max, 1))))


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """The positions of nested lists, without recursion: documents may nest for ever."""
    waiting = [coordinates]
    while waiting:
        found = waiting.pop()
        if not isinstance(found, list) or not found:
            continue
        pair = [number(value) for value in found[:2]] if not isinstance(found[0], list) else []
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
            yield pair[0], pair[1]
        elif not pair:
            waiting.extend(found)
