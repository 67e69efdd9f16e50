"""Shapes made ready for a tile: projected, simplified to what its pixels show, cut, turned into commands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from parvis.data.serving.tiles import mercator, mvt
from parvis.data.serving.tiles.mercator import SIDE, Array
from parvis.data.serving.tiles.places import Address

BUFFER = 64
"""Units drawn beyond the edges, so that outlines do not stop at them."""
DETAIL = 4.0
"""Units that a simplified line may be off: half a pixel of a tile drawn on 512."""
_KINDS = {0: mvt.POINT, 1: mvt.LINE, 2: mvt.POLYGON}


def commands(shapes: Sequence[bytes], tile: Address) -> tuple[Array, Array, Array, Array]:
    """Which shapes are drawn (indexes, one more time for each kind of geometry they hold), kinds, commands, ends."""
    geometries = shapely.from_wkb([bytes(shape) for shape in shapes], on_invalid="ignore")
    drawn = _cut(_simplified(_projected(geometries, tile)))
    parts, owners = shapely.get_parts(drawn, return_index=True)
    parts, owners = _flattened(parts, owners)
    dimensions = shapely.get_dimensions(parts)
    found = [_of_kind(parts[dimensions == d], owners[dimensions == d], d) for d in _KINDS]
    kept = [entry for entry in found if len(entry[0])]
    if not kept:
        return (np.zeros(0, np.int64),) * 4
    lengths = np.concatenate([np.diff(ends, prepend=0) for _, _, _, ends in kept])
    return (
        np.concatenate([index for index, _, _, _ in kept]),
        np.concatenate([kinds for _, kinds, _, _ in kept]),
        np.concatenate([c for _, _, c, _ in kept]),
        np.cumsum(lengths),
    )


def _projected(geometries: Array, tile: Address) -> Array:
    """In tile units, y downwards."""
    scale = SIDE / tile.side * mvt.EXTENT

    def project(positions: Array) -> Array:
        x = (positions[:, 0] + 180.0) / 360.0 * scale - tile.x * mvt.EXTENT
        y = mercator.northing(positions[:, 1]) * scale - tile.y * mvt.EXTENT
        return np.column_stack([x, y])

    found: Array = shapely.transform(geometries, project)
    return found


def _simplified(geometries: Array) -> Array:
    """Without the details that no pixel shows; what would vanish is drawn as its bounds."""
    simple: Array = shapely.simplify(geometries, DETAIL, preserve_topology=False)
    gone = shapely.is_empty(simple) & ~shapely.is_empty(geometries)
    if gone.any():
        west, north, east, south = shapely.bounds(geometries[gone]).T
        simple[gone] = shapely.box(west, north, np.maximum(east, west + 1), np.maximum(south, north + 1))
    return simple


def _cut(geometries: Array) -> Array:
    """What is inside the tile and its buffer; what cannot be cut is left whole."""
    low, high = -BUFFER, mvt.EXTENT + BUFFER
    bounds = shapely.bounds(geometries)
    outside = (bounds[:, 0] < low) | (bounds[:, 1] < low) | (bounds[:, 2] > high) | (bounds[:, 3] > high)
    if outside.any():
        geometries[outside] = shapely.clip_by_rect(geometries[outside], low, low, high, high)
    oriented: Array = shapely.orient_polygons(geometries, exterior_cw=False)
    return oriented


def _flattened(parts: Array, owners: Array) -> tuple[Array, Array]:
    """Without the collections inside collections."""
    while (shapely.get_type_id(parts) >= 4).any():
        parts, index = shapely.get_parts(parts, return_index=True)
        owners = owners[index]
    return parts, owners


def _of_kind(parts: Array, owners: Array, dimension: int) -> tuple[Array, Array, Array, Array]:
    """The features that the parts of one dimension make: one for each shape."""
    closed = dimension == 2
    lines, of_part = shapely.get_rings(parts, return_index=True) if closed else (parts, np.arange(len(parts)))
    positions, of_line = shapely.get_coordinates(lines, return_index=True)
    units = np.rint(positions).astype(np.int64)
    kept = _distinct(units, of_line)
    units, of_line = units[kept], of_line[kept]
    if closed:
        # The last position of a ring is the first one, and is not written.
        last = np.append(of_line[1:] != of_line[:-1], True) if len(of_line) else np.zeros(0, bool)
        units, of_line = units[~last], of_line[~last]
    sizes = np.bincount(of_line, minlength=len(lines))
    enough = sizes >= (1, 2, 3)[dimension]
    chosen = enough[of_line]
    units, sizes, owner = units[chosen], sizes[enough], owners[of_part][enough]
    return _written(units, sizes, owner, dimension)


def _distinct(units: Array, of_line: Array) -> Array:
    """Positions that differ from the one before in their line."""
    same = (units[1:] == units[:-1]).all(1) & (of_line[1:] == of_line[:-1])
    return np.concatenate([np.ones(min(1, len(units)), bool), ~same])


def _written(units: Array, sizes: Array, owner: Array, dimension: int) -> tuple[Array, Array, Array, Array]:
    """Commands of lines of so many positions each; lines of one owner follow each other and make one feature."""
    if not len(sizes):
        return (np.zeros(0, np.int64),) * 4
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    # Each point is a feature of its own: a decoder expects one command for several.
    begins = np.append(True, (owner[1:] != owner[:-1]) | (dimension == 0))
    steps = np.diff(units, axis=0, prepend=0)
    steps[first[begins]] = units[first[begins]]
    # MoveTo and its step; then LineTo, its steps and, of a ring, ClosePath.
    extra = {0: 1, 1: 2, 2: 3}[dimension]
    lengths = 2 * sizes + extra
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    out = np.empty(int(lengths.sum()), np.uint32)
    out[starts] = 9
    if dimension:
        out[starts + 3] = (sizes - 1) << 3 | 2
    if dimension == 2:
        out[starts + lengths - 1] = 15
    of_line = np.repeat(np.arange(len(sizes)), sizes)
    rank = np.arange(len(units)) - first[of_line]
    where = starts[of_line] + 1 + 2 * rank + ((rank > 0) if dimension else 0)
    out[where], out[where + 1] = mvt.zigzag(steps[:, 0]), mvt.zigzag(steps[:, 1])
    ends = np.cumsum(lengths)[np.append(begins[1:], True)]
    found = owner[begins]
    return found, np.full(len(found), _KINDS[dimension]), out, ends
