"""Clusters of points: cells of a grid, then cells whose centres are closer than the radius merged."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

MERGED_CELLS = 50_000
"""Beyond this many cells each stays a cluster: merging more would cost more than it shows."""
TILE = 256


@dataclass(frozen=True, slots=True)
class Cell:
    """A grid cell: its number, how many points, their mean place in degrees."""

    number: int
    count: int
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which cluster each cell belongs to, and the centre of each cluster; ordered by longitude then latitude."""

    cells: tuple[int, ...]
    labels: tuple[int, ...]
    longitudes: tuple[float, ...]
    latitudes: tuple[float, ...]


def reach(zoom: int, radius: float) -> float:
    """The radius in degrees of longitude at a slippy-map zoom."""
    return radius * 360 / (TILE * (1 << zoom))


def cell_width(zoom: int, radius: float) -> float:
    """The width of cells in degrees: the largest halving of the globe that is no wider than the radius."""
    return float(360 / 2 ** math.ceil(math.log2(360 / reach(zoom, radius))))


def merge(cells: Iterable[Cell], radius: float) -> Clusters:
    """Merge cells, the fullest first, into the nearest cluster whose centre is closer than ``radius`` degrees."""
    ordered = sorted(cells, key=lambda c: (-c.count, c.number))
    groups = _grow(ordered, radius) if len(ordered) <= MERGED_CELLS else [_Group(c) for c in ordered]
    groups.sort(key=lambda g: (g.longitude, g.latitude))
    labels = {number: index for index, group in enumerate(groups) for number in group.numbers}
    return Clusters(
        cells=tuple(labels),
        labels=tuple(labels.values()),
        longitudes=tuple(g.longitude for g in groups),
        latitudes=tuple(g.latitude for g in groups),
    )


class _Group:
    """A cluster that grows: weighted centre and cell numbers."""

    __slots__ = ("count", "latitude", "longitude", "numbers")

    def __init__(self, cell: Cell) -> None:
        self.count = cell.count
        self.longitude = cell.longitude
        self.latitude = cell.latitude
        self.numbers = [cell.number]

    def add(self, cell: Cell) -> None:
        total = self.count + cell.count
        self.longitude += (cell.longitude - self.longitude) * cell.count / total
        self.latitude += (cell.latitude - self.latitude) * cell.count / total
        self.count = total
        self.numbers.append(cell.number)


def _grow(ordered: list[Cell], radius: float) -> list[_Group]:
    groups: list[_Group] = []
    grid: dict[tuple[int, int], list[_Group]] = defaultdict(list)
    for cell in ordered:
        home = (math.floor(cell.longitude / radius), math.floor(cell.latitude / radius))
        near = [g for dx in (-1, 0, 1) for dy in (-1, 0, 1) for g in grid.get((home[0] + dx, home[1] + dy), ())]
        found = min(near, key=lambda g: _apart(g, cell), default=None)
        if found is not None and _apart(found, cell) < radius:
            found.add(cell)
            continue
        group = _Group(cell)
        groups.append(group)
        grid[home].append(group)
    return groups


def _apart(group: _Group, cell: Cell) -> float:
    """Distance in degrees of longitude at the cell's latitude (Mercator stretches both axes alike)."""
    shrink = max(0.01, math.cos(math.radians(cell.latitude)))
    return math.hypot(group.longitude - cell.longitude, (group.latitude - cell.latitude) / shrink)
