"""Rows as Python values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a query in canonical values.

    text str; list of text list[str]; int, float, bool; date; datetime aware in UTC; point and cluster
    ``(longitude, latitude)``; shape GeoJSON text of the geometry; json and file text; null None.
    ``numbers`` holds row numbers, for plain rows only and when asked.
    """

    columns: tuple[typed.Column, ...]
    values: list[tuple[Any, ...]]
    numbers: list[int] | None = None

    @classmethod
    def of(cls, columns: Sequence[typed.Column], values: list[tuple[Any, ...]], numbered: bool) -> Rows:
        """From what DuckDB fetched; the row number is the last value when ``numbered``."""
        numbers = [row[-1] for row in values] if numbered else None
        readers = [_READERS.get(c.expr.type) for c in columns]
        if any(readers):
            values = [tuple(_read(row, readers)) for row in values]
        elif numbered or not columns:
            values = [row[: len(columns)] for row in values]
        return cls(tuple(columns), values, numbers)


def _read(row: tuple[Any, ...], readers: list[Callable[[Any], Any] | None]) -> list[Any]:
    return [v if r is None or v is None else r(v) for v, r in zip(row, readers, strict=False)]


def _aware(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC)


def _place(value: tuple[float | None, float | None]) -> tuple[float | None, float | None] | None:
    return None if value[0] is None else value


_READERS: dict[Type, Callable[[Any], Any]] = {Type.DATETIME: _aware, Type.GEO_POINT: _place}
