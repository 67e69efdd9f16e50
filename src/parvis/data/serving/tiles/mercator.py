"""Web Mercator on 32 bits, and the Z-order curve that puts what lies in one tile side by side."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
BITS = 32
SIDE = 1 << BITS
DEEPEST = 22
"""The deepest zoom of a tile: its grid and its units still fit in 32 bits."""
LIMIT = 85.0511287798066
"""Latitudes beyond are drawn at the edge of the world."""


def columns(longitudes: Array) -> Array:
    """Numbers from west to east."""
    return _numbers((longitudes + 180.0) / 360.0)


def lines(latitudes: Array) -> Array:
    """Numbers from north to south."""
    return _numbers(northing(latitudes))


def northing(latitudes: Array) -> Array:
    """Latitudes as shares of the world's height, from the north."""
    angles = np.radians(np.clip(latitudes, -LIMIT, LIMIT))
    found: Array = 0.5 - np.arcsinh(np.tan(angles)) / (2 * math.pi)
    return found


def _numbers(shares: Array) -> Array:
    found: Array = np.clip(np.floor(shares * SIDE), 0, SIDE - 1).astype(np.uint32)
    return found


def longitude(column: float) -> float:
    """The inverse of :func:`columns`."""
    return column / SIDE * 360.0 - 180.0


def latitude(line: float) -> float:
    """The inverse of :func:`lines`."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * line / SIDE))))


def curve(x: Array, y: Array) -> Array:
    """The place of each point on the curve: the bits of both coordinates, interleaved."""
    found: Array = _spread(x) | (_spread(y) << np.uint64(1))
    return found


_MASKS = ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F), (2, 0x3333333333333333))


def _spread(values: Array) -> Array:
    found = values.astype(np.uint64)
    for shift, mask in (*_MASKS, (1, 0x5555555555555555)):
        found = (found | (found << np.uint64(shift))) & np.uint64(mask)
    return found
