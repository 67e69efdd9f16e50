"""Coordinate reference systems: their addresses, and coordinates in the order of axes that each one states."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy
import pyproj
import shapely

from parvis.core.errors import InvalidParameter

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
# What the territories of France and their neighbours use, and what maps use.
CODES = (
    4326,
    3857,
    4258,
    2154,
    3035,
    *range(3942, 3951),
    2972,
    2975,
    4467,
    4471,
    5490,
    *range(32620, 32623),
    *range(32630, 32633),
    32738,
    32740,
    *range(25829, 25834),
)
SUPPORTED = (CRS84, *(f"{_EPSG}{code}" for code in CODES))
# A straight side of a box is not straight once projected: it is cut in so many parts.
PARTS = 24

Transform = Callable[[shapely.Geometry], shapely.Geometry]
_PER_THREAD = threading.local()


def read(uri: str | None, parameter: str = "crs") -> str:
    """A supported address; CRS84 by default, also in its short spellings. Raises InvalidParameter."""
    if uri is None:
        return CRS84
    bare = uri.strip().strip("<>[]")
    name = bare.upper()
    if name in ("OGC:CRS84", "CRS84", "URN:OGC:DEF:CRS:OGC:1.3:CRS84"):
        return CRS84
    for prefix in ("URN:OGC:DEF:CRS:EPSG::", "EPSG:"):
        if name.startswith(prefix):
            bare = _EPSG + name.removeprefix(prefix)
    if bare.replace("https://", "http://") not in SUPPORTED:
        message = f"Invalid value for {parameter} API parameter: {uri[:100]!r} is not a supported system."
        hint = "the member crs of the collection lists those that are"
        raise InvalidParameter(message, hint=hint, params={"parameter": parameter})
    return bare.replace("https://", "http://")


def from_wgs84(uri: str) -> Transform | None:
    """What turns geometries in longitude and latitude into this system; None for CRS84."""
    return None if uri == CRS84 else lambda shape: _transformed(shape, uri, back=False)


def to_wgs84(uri: str) -> Transform | None:
    """What turns geometries of this system into longitude and latitude; None for CRS84.

    The result of a call raises ValueError when the geometry is outside of what the system covers.
    """
    return None if uri == CRS84 else lambda shape: _transformed(shape, uri, back=True)


def _transformed(shape: shapely.Geometry, uri: str, *, back: bool) -> shapely.Geometry:
    transformer = _transformer(uri, back)

    def move(points: numpy.ndarray) -> numpy.ndarray:
        return numpy.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    moved = shapely.transform(shape, move)
    if back and not numpy.isfinite(shapely.get_coordinates(moved)).all():
        raise ValueError("the coordinates are outside of their system")
    return moved


def _transformer(uri: str, back: bool) -> pyproj.Transformer:
    """One for each thread: they are not made to be shared."""
    kept: dict[tuple[str, bool], pyproj.Transformer] = _PER_THREAD.__dict__.setdefault("kept", {})
    found = kept.get((uri, back))
    if found is None:
        ours, theirs = "OGC:CRS84", f"EPSG:{uri.rpartition('/')[2]}"
        first, second = (theirs, ours) if back else (ours, theirs)
        found = kept[uri, back] = pyproj.Transformer.from_crs(first, second, always_xy=False)
    return found


def box_shape(box: tuple[float, float, float, float], uri: str) -> shapely.Geometry:
    """A box of a system as a shape in longitude and latitude, its sides cut so that they keep their place."""
    first, second, third, fourth = box
    shape = shapely.box(first, second, third, fourth)
    sides = max(third - first, fourth - second) / PARTS
    transform = to_wgs84(uri)
    return shape if transform is None or sides <= 0 else transform(shapely.segmentize(shape, sides))
