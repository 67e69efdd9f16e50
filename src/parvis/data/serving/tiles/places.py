"""Where the rows of a version are, sorted so that a tile is one slice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from parvis.data.serving.tiles import mercator
from parvis.data.serving.tiles.mercator import BITS, Array

GRID = 16
"""Cells of a tile's side: 16 for 256 pixels, 8 where a tile is drawn on 512."""
_LEVELS = 4


@dataclass(frozen=True)
class Places:
    """One entry a row with a geometry, in the order of the curve; a shape stands at the middle of its bounds.

    ``rows`` are row numbers. Of shapes only: ``west``, ``north``, ``east``, ``south`` and ``size`` (bytes of WKB).
    """

    rows: Array
    x: Array
    y: Array
    curve: Array
    west: Array | None = None
    north: Array | None = None
    east: Array | None = None
    south: Array | None = None
    size: Array | None = None

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Places:
        """From the arrays that the engine reads: ``lon`` and ``lat``, or bounds in degrees and ``size``."""
        rows = found["number"].astype(np.uint32)
        if "lon" in found:
            return cls(rows, *_anchors(mercator.columns(found["lon"]), mercator.lines(found["lat"])))._sorted()
        west, east = mercator.columns(found["west"]), mercator.columns(found["east"])
        north, south = mercator.lines(found["north"]), mercator.lines(found["south"])
        anchors = _anchors(_middle(west, east), _middle(north, south))
        return cls(rows, *anchors, west, north, east, south, found["size"].astype(np.uint32))._sorted()

    def _sorted(self) -> Places:
        return self._taken(np.argsort(self.curve, kind="stable"))

    def _taken(self, chosen: Array) -> Places:
        taken: list[Any] = [None if v is None else v[chosen] for v in self._arrays()]
        return Places(*taken)

    def _arrays(self) -> list[Array | None]:
        return [getattr(self, f.name) for f in fields(self)]

    def only(self, numbers: Array, rows: int) -> Places:
        """The places of these row numbers, of a version that has so many rows."""
        kept = np.zeros(rows, bool)
        kept[numbers] = True
        return self._taken(kept[self.rows])

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return sum(v.nbytes for v in self._arrays() if v is not None)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees; None when there is no place."""
        if not len(self):
            return None
        west, east = self.x if self.west is None else self.west, self.x if self.east is None else self.east
        north, south = self.y if self.north is None else self.north, self.y if self.south is None else self.south
        sides = int(west.min()), int(south.max()) + 1, int(east.max()) + 1, int(north.min())
        lon, lat = mercator.longitude, mercator.latitude
        return lon(sides[0]), lat(sides[1]), lon(sides[2]), lat(sides[3])


def _anchors(x: Array, y: Array) -> tuple[Array, Array, Array]:
    return x, y, mercator.curve(x, y)


def _middle(low: Array, high: Array) -> Array:
    return ((low.astype(np.uint64) + high.astype(np.uint64)) // np.uint64(2)).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Address:
    """A tile of the usual grid: zoom, column from the west, line from the north."""

    z: int
    x: int
    y: int

    @property
    def side(self) -> int:
        """Its width, in units of the world."""
        return 1 << (BITS - self.z)

    @property
    def corner(self) -> tuple[int, int]:
        """Its north-western corner."""
        return self.x * self.side, self.y * self.side

    @property
    def curve(self) -> tuple[int, int]:
        """The first place on the curve that is inside, and the length of the curve inside."""
        column, line = (np.array([v], np.uint32) for v in self.corner)
        return int(mercator.curve(column, line)[0]), 1 << (2 * (BITS - self.z))


def inside(places: Places, tile: Address) -> slice:
    """The places whose point is in the tile: each is in one tile of a zoom."""
    first, length = tile.curve
    start = int(np.searchsorted(places.curve, np.uint64(first)))
    last = first + length
    end = len(places) if last >= 1 << (2 * BITS) else int(np.searchsorted(places.curve, np.uint64(last)))
    return slice(start, end)


def touching(places: Places, tile: Address) -> Array:
    """Indexes of the places to draw in the tile: points inside, shapes whose bounds meet it."""
    if places.west is None or places.east is None or places.north is None or places.south is None:
        found = inside(places, tile)
        return np.arange(found.start, found.stop)
    (x, y), side = tile.corner, tile.side
    across = (places.west < x + side) & (places.east >= x)
    return np.flatnonzero(across & (places.north < y + side) & (places.south >= y))


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells that hold something: how many, and the mean position from the tile's corner, in units of the world."""

    counts: Array
    x: Array
    y: Array


def cells(places: Places, tile: Address) -> Cells:
    """The places of the tile counted by cell: the counts sum to the number of places inside.

    A position is kept in the middle quarter of its cell, so that the circles of two neighbours never touch.
    """
    found = inside(places, tile)
    first, length = tile.curve
    step = length >> (2 * _LEVELS)
    edges = np.array([first + step * n for n in range(1, GRID * GRID)], np.uint64)
    held = places.curve[found]
    cuts = np.concatenate([[0], np.searchsorted(held, edges), [len(held)]])
    counts = np.diff(cuts)
    full = np.flatnonzero(counts)
    starts, counts = cuts[full], counts[full]
    column, line = tile.corner
    x = np.add.reduceat(places.x[found], starts, dtype=np.uint64) / counts - column if len(full) else np.zeros(0)
    y = np.add.reduceat(places.y[found], starts, dtype=np.uint64) / counts - line if len(full) else np.zeros(0)
    width = tile.side / GRID
    return Cells(counts, _central(x, width), _central(y, width))


def _central(values: Array, width: float) -> Array:
    start = np.floor(values / width) * width
    return np.clip(values, start + width * 3 / 8, start + width * 5 / 8)
