"""Tiles and what a map needs before the first one: how many, where."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from parvis.core.errors import InvalidParameter, QueryOverBudget
from parvis.core.fields import FieldType
from parvis.data.engine.engine import Cancellation
from parvis.data.engine.lower.statement import is_plain
from parvis.data.odsql import typed
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader
from parvis.data.serving.tiles import mvt, outlines
from parvis.data.serving.tiles.asking import Asked
from parvis.data.serving.tiles.mercator import DEEPEST, Array
from parvis.data.serving.tiles.places import Address, Places, cells, touching

MOST_FEATURES = 5_000
"""Beyond so many features in a tile, they are counted by cell."""
MOST_ROWS = 20_000_000
FEATURES, CELLS = "features", "cells"
SMALL = 2_000
SMALL_BYTES = 500_000
# Text of a position in GeoJSON for each byte of the binary form, and what surrounds a geometry.
_TEXT, _AROUND = 2.5, 120


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows the request keeps, how many of them have the geometry, where they are (degrees).

    ``small`` tells whether one GeoJSON file serves a map better than tiles.
    """

    count: int
    placed: int
    bounds: tuple[float, float, float, float] | None
    small: bool


def address(z: int, x: int, y: int) -> Address:
    """A tile. Raises InvalidParameter when there is none there."""
    if not (0 <= z <= DEEPEST and 0 <= x < 1 << z and 0 <= y < 1 << z):
        message = f"There is no tile {z}/{x}/{y}: zooms are 0 to {DEEPEST}, x and y are below 2 to the zoom."
        raise InvalidParameter(message)
    return Address(z, x, y)


def extent(reader: Reader, view: DatasetView, asked: Asked, cancel: Cancellation | None = None) -> Extent:
    """The count and the bounds of what is asked."""
    found = places(reader, view, asked, cancel)
    count = records.count(reader, view, asked.where, asked.timezone, cancel)
    size = _AROUND * len(found) if found.size is None else _AROUND * len(found) + _TEXT * int(found.size.sum())
    return Extent(count, len(found), found.bounds, len(found) <= SMALL and size <= SMALL_BYTES)


def tile(reader: Reader, view: DatasetView, asked: Asked, at: Address, cancel: Cancellation | None = None) -> bytes:
    """A tile: the layer ``features`` when there are few, else ``cells`` with counts that sum to the features of the
    tile. Raises the errors of the engine, QueryOverBudget for a dataset too large to be drawn."""
    key = ("tile", view.key, asked, at)

    def make() -> bytes:
        found = places(reader, view, asked, cancel)
        drawn = touching(found, at)
        if len(drawn) > MOST_FEATURES:
            return _counted(found, at)
        return _drawn(reader, view, asked, at, found, drawn, cancel)

    return reader.results.get(key, make, lambda body: len(body) // 16)


def places(reader: Reader, view: DatasetView, asked: Asked, cancel: Cancellation | None = None) -> Places:
    """The places that the caller may see and the condition keeps."""
    table = view.records
    if table.rows > MOST_ROWS:
        raise QueryOverBudget(f"A dataset of more than {MOST_ROWS:,} rows is not drawn.", hint="publish a part of it")
    field = typed.FieldRef(asked.geometry)
    # Of the whole version, for every caller: what each one sees is taken from it by row numbers.
    whole: Hashable = (table.key, asked.geometry.name)
    every = reader.places.get(whole, lambda: Places.of(reader.engine.places(table, field, cancel=cancel)), cancel)
    if is_plain(asked.where) and is_plain(table.row_filter):
        return every

    def narrowed() -> Places:
        numbers = reader.engine.numbers(table, asked.where, timezone=asked.timezone, cancel=cancel)
        return every.only(numbers, table.rows)

    return reader.places.get((view.key, asked.key), narrowed, cancel)


def _counted(found: Places, at: Address) -> bytes:
    held = cells(found, at)
    scale = mvt.EXTENT / at.side
    kinds, commands, ends = mvt.points(np.floor(held.x * scale), np.floor(held.y * scale))
    counts = {"count": held.counts.tolist()}
    return mvt.encode([mvt.Layer(CELLS, np.arange(len(kinds)), kinds, commands, ends, counts)])


def _drawn(
    reader: Reader,
    view: DatasetView,
    asked: Asked,
    at: Address,
    found: Places,
    drawn: Array,
    cancel: Cancellation | None,
) -> bytes:
    rows = found.rows[drawn]
    if asked.geometry.type is FieldType.GEO_POINT:
        (column, line), side = at.corner, at.side
        x = (found.x[drawn].astype(np.int64) - column) * mvt.EXTENT // side
        y = (found.y[drawn].astype(np.int64) - line) * mvt.EXTENT // side
        kinds, commands, ends = mvt.points(x, y)
    else:
        read = reader.engine.shapes(view.records, typed.FieldRef(asked.geometry), rows.tolist(), cancel=cancel)
        rows = read["number"]
        chosen, kinds, commands, ends = outlines.commands(read["shape"], at)
        rows = rows[chosen]
    attributes = _attributes(reader, view, asked, rows.tolist(), cancel)
    return mvt.encode([mvt.Layer(FEATURES, rows, kinds, commands, ends, attributes)])


def _attributes(
    reader: Reader, view: DatasetView, asked: Asked, rows: list[int], cancel: Cancellation | None
) -> dict[str, Sequence[mvt.Value]]:
    """The values of the fields, in the order of the rows."""
    if not asked.fields or not rows:
        return {}
    columns = tuple(typed.Column(field.name, typed.FieldRef(field)) for field in asked.fields)
    query = typed.Query(columns, timezone=asked.timezone, limit=None)
    once = list(dict.fromkeys(rows))
    read = reader.engine.numbered(view.records, query, once, True, cancel)
    of_row = dict(zip(read.numbers or [], read.values, strict=True))
    return {
        column.name: [_value(of_row[row][place]) if row in of_row else None for row in rows]
        for place, column in enumerate(columns)
    }


def _value(value: Any) -> mvt.Value:
    """A value as tiles carry it: instants and days in ISO 8601, lists joined."""
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, list) else value
