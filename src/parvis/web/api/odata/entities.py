"""Rows as entities."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import orjson

from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.odata.names import KEY


def entities(page: RecordsPage, *, keyed: bool) -> list[dict[str, Any]]:
    """The entities of a page; those of plain rows with their key."""
    names = [column.name for column in page.columns]
    writers = [_writer(column, page.grouped) for column in page.columns]
    found = []
    for place, row in enumerate(page.rows):
        values = [_written(value, writer) for value, writer in zip(row, writers, strict=True)]
        key = {KEY: page.ids[place]} if keyed and page.ids is not None else {}
        found.append({**key, **dict(zip(names, values, strict=True))})
    return found


def _written(value: Any, writer: Callable[[Any], Any] | None) -> Any:
    return value if writer is None or (value is None and writer is not _list) else writer(value)


def _writer(column: typed.Column, grouped: bool) -> Callable[[Any], Any] | None:
    """Groups of a list are by its elements."""
    return None if grouped and column.expr.type is Type.TEXT_LIST else _WRITERS.get(column.expr.type)


def _list(value: list[str] | None) -> list[str]:
    """A collection is never null."""
    return value or []


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _point(value: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": value}


def _finite(value: float) -> float | str:
    return value if math.isfinite(value) else "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"


def _day(value: date) -> str:
    return value.isoformat()


_WRITERS: dict[Type, Callable[[Any], Any]] = {
    Type.TEXT_LIST: _list,
    Type.DATE: _day,
    Type.DATETIME: _instant,
    Type.GEO_POINT: _point,
    Type.GEO_SHAPE: orjson.Fragment,
    Type.DOUBLE: _finite,
}
