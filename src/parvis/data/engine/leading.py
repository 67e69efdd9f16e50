"""The first page of a large table in the order of one field, found in steps that each read little.

With one sort key and nothing else to settle, DuckDB passes over the rows that cannot be among the best without reading
their other columns; a second key takes that away (three times slower on five million rows, measured). So: the best keys
alone, then, where rows are equal at the edge of the page, those of them that come first in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from parvis.data.engine.rows import Rows
from parvis.data.engine.table import Table
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type

LARGE = 100_000
"""Rows of a table from which several short statements cost less than one."""
DEEP = 1_000
"""Rows of a page, those before it included, up to which the best keys are kept at hand."""
_KEYS = frozenset({Type.TEXT, Type.INT, Type.DOUBLE, Type.DATE, Type.DATETIME})

Select = Callable[[typed.Query], Rows]


def applies(table: Table, query: typed.Query) -> bool:
    """Whether a query of plain rows is a page in the order of one plain field of a large table."""
    if table.rows < LARGE or len(query.order) != 1 or not query.limit:
        return False
    key = query.order[0].expr
    return isinstance(key, typed.FieldRef) and key.type in _KEYS and query.offset + query.limit <= DEEP


def numbers(query: typed.Query, best: Select, first: Select) -> list[int]:
    """The row numbers of the page, in its order.

    ``best`` answers a query in its order with equal rows in any order, ``first`` answers in row order; both with
    row numbers.
    """
    assert query.limit is not None
    end, (order,) = query.offset + query.limit, query.order
    keys = replace(query, columns=(typed.Column("key", order.expr),), limit=end + 1, offset=0)
    found = best(keys)
    ranks = _ranks([value for (value,) in found.values])
    ranked = sorted(zip(ranks, found.numbers or (), strict=True))
    if len(ranks) <= end or ranks[end] != ranks[end - 1]:
        return [number for _, number in ranked][query.offset : end]
    sure = [number for rank, number in ranked if rank < ranks[end]]
    where = _equal(query.where, order.expr, found.values[end][0])
    equal = first(replace(keys, where=where, order=(), limit=end - len(sure)))
    return [*sure, *(equal.numbers or ())][query.offset :]


def _ranks(values: list[Any]) -> list[int]:
    """Where each of these ordered values stands; equal values stand together, as do those that are no number."""
    places: dict[Any, int] = {}
    return [places.setdefault("NaN" if value != value else value, len(places)) for value in values]


def _equal(where: typed.Expr, key: typed.Expr, value: Any) -> typed.Expr:
    """The rows of a condition that have this key."""
    same = typed.IsNull(key) if value is None else typed.Compare("=", key, typed.Literal(value, key.type))
    return typed.And((where, same))
