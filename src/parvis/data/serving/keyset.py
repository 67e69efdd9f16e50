"""Paging by key: each page begins after the last row of the one before, however far that is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import orjson

from parvis.core.errors import InvalidParameter
from parvis.data.engine.engine import Cancellation
from parvis.data.engine.lower.nodes import compared_row
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type
from parvis.data.serving import record_ids
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.data.serving.reader import Reader

MAX_PAGE = 1_000
_SORTABLE = frozenset({Type.TEXT, Type.INT, Type.DOUBLE, Type.BOOLEAN, Type.DATE, Type.DATETIME})


def page(
    reader: Reader,
    view: DatasetView,
    query: typed.Query,
    after: str,
    *,
    ids: bool = False,
    cancel: Cancellation | None = None,
) -> RecordsPage:
    """The page after a cursor (the first one when it is empty), with the cursor of the next.

    Raises InvalidParameter for a cursor that is not of this query, for groups, and for an order that cannot be resumed.
    """
    _check(query)
    hidden = tuple(typed.Column(f"order {n}", item.expr) for n, item in enumerate(query.order))
    where = query.where
    if after:
        where = typed.And((where, _beyond(query.order, _decode(after, len(query.order)))))
    asked = replace(query, columns=query.columns + hidden, where=where, offset=0)
    found = reader.engine.select(view.records, asked, numbers=True, cancel=cancel)
    width, numbers = len(query.columns), found.numbers or []
    more = query.limit is not None and len(found.values) == query.limit and bool(numbers)
    cursor = _encode([*found.values[-1][width:], numbers[-1]]) if more else None
    names = record_ids.of_rows(reader, view, numbers, cancel) if ids else None
    return RecordsPage(None, query.columns, [row[:width] for row in found.values], names, after=cursor)


def _check(query: typed.Query) -> None:
    if query.groups or query.aggregated:
        raise InvalidParameter("`after` pages records, not groups.", hint="groups come whole, up to 20,000")
    if query.offset:
        raise InvalidParameter("`after` replaces `offset`: give one of them.")
    if query.limit is None or not 0 < query.limit <= MAX_PAGE:
        raise InvalidParameter(f"Invalid value for limit API parameter: with `after`, 1 <= limit <= {MAX_PAGE}.")
    if any(isinstance(o.expr, typed.RandomOrder) or o.expr.type not in _SORTABLE for o in query.order):
        raise InvalidParameter("`after` cannot resume this order.", hint="sort by text, number, date or boolean fields")


def _beyond(order: Sequence[typed.Order], values: list[Any]) -> typed.Expr:
    """The rows that come after one: greater in the first sort item, or equal there and beyond in the rest."""
    if not order:
        return compared_row(">", values[0])
    item, value = order[0], values[0]
    rest = _beyond(order[1:], values[1:])
    if value is None:
        return typed.And((typed.IsNull(item.expr), rest))
    literal = _literal(item.expr.type, value)
    further = typed.Compare("<" if item.descending else ">", item.expr, literal)
    same = typed.And((typed.Compare("=", item.expr, literal), rest))
    return typed.Or((further, typed.IsNull(item.expr), same))


def _literal(type_: Type, value: Any) -> typed.Literal:
    try:
        if type_ is Type.DATETIME:
            return typed.Literal(datetime.fromisoformat(value), type_)
        if type_ is Type.DATE:
            return typed.Literal(date.fromisoformat(value), type_)
    except (TypeError, ValueError):
        raise _foreign() from None
    accepted: dict[Type, type | tuple[type, ...]] = {
        Type.TEXT: str,
        Type.INT: int,
        Type.DOUBLE: (int, float),
        Type.BOOLEAN: bool,
    }
    if isinstance(value, str | int | float) and isinstance(value, accepted[type_]):
        return typed.Literal(value, type_)
    raise _foreign()


def _encode(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise _foreign() from None
    if not isinstance(values, list) or len(values) != length + 1 or not isinstance(values[-1], int):
        raise _foreign()
    return values


def _foreign() -> InvalidParameter:
    message = "Invalid value for after API parameter: it is not a cursor of this query."
    return InvalidParameter(message, hint="send an empty `after` to begin, then the cursor of the page before")
