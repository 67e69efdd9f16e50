"""What the index answers of a query on a table, always under the table's row filter; None leaves it to the scan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from parvis.data.engine.lower.nodes import PathLevel, among_rows
from parvis.data.engine.table import EVERY_ROW, Table
from parvis.data.engine.words.index import Found, WordIndex
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Expr, Part, Type

# With so few rows left, the table does the rest faster than a scan for words.
FEW = 20_000
_COUNT = typed.Aggregate(typed.Statistic.COUNT, None, Type.INT)
_PARTS: dict[Part, Callable[[date], int]] = {
    Part.YEAR: lambda day: day.year,
    Part.MONTH: lambda day: day.month,
    Part.DAY: lambda day: day.day,
}


def page_numbers(table: Table, query: typed.Query) -> list[int] | None:
    """The row numbers of a page of plain rows, in order."""
    if query.limit is None:
        return None
    found = _find(table, query.where, query.timezone)
    return None if found is None else found.page(query.order, query.limit, query.offset)


def count(table: Table, where: Expr, timezone: str = "UTC") -> int | None:
    """How many rows a condition keeps."""
    found = _find(table, where, timezone)
    return None if found is None else found.count


def values(table: Table, query: typed.Query) -> list[tuple[Any, ...]] | None:
    """The groups of a query that only counts rows, in all or by one key, sorted and cut as it asks."""
    key = query.groups[0] if len(query.groups) == 1 else _COUNT
    if len(query.groups) > 1 or any(c.expr not in (key, _COUNT) for c in query.columns):
        return None
    if not query.groups:
        known = count(table, query.where, query.timezone)
        return None if known is None else [tuple(known for _ in query.columns)]
    if any(item.expr not in (key, _COUNT) for item in query.order):
        return None
    where = _without_filled(query.where, key)
    found = _find(table, where, query.timezone)
    counted = None if found is None else _grouped(found, key, where is not query.where)
    return None if counted is None else _rows(counted, query)


def count_values(table: Table, query: typed.Query) -> int | None:
    """How many groups such a query has."""
    found = values(table, replace(query, columns=(), order=(), limit=None, offset=0))
    return None if found is None else len(found)


def _without_filled(where: Expr, key: Any) -> Expr:
    """The condition without "the key is not null", so that all the facets of a request find the same rows."""
    filled = typed.Not(typed.IsNull(getattr(key, "operand", key)))
    parts = conjuncts(where)
    kept = tuple(part for part in parts if part != filled)
    return where if len(kept) == len(parts) else typed.And(kept)


def _grouped(found: Found, key: Any, filled: bool) -> Counter[Any] | None:
    """How many rows each value of a key has; ``filled`` leaves out the rows without value."""

    def values(ref: typed.FieldRef) -> Counter[Any] | None:
        counted = found.values(ref)
        if counted is not None and filled:
            counted.pop(None, None)
        return counted

    match key:
        case typed.FieldRef():
            return values(key)
        case typed.DatePart(part, typed.FieldRef() as ref) if part in _PARTS and ref.type is Type.DATE:
            return _merged(values(ref), _PARTS[part])
        case PathLevel(ref, separator, parent) if ref.type is Type.TEXT:
            return _merged(values(ref), lambda path: segment(path, separator, parent))
        case _:
            return None


def segment(path: str, separator: str, parent: str) -> str | None:
    """The segment of a path after its parent; None when it is not below or the segment is empty."""
    start = parent + separator if parent else ""
    return path[len(start) :].split(separator)[0] or None if path.startswith(start) else None


def _merged(counted: Counter[Any] | None, key: Callable[[Any], Any]) -> Counter[Any] | None:
    if counted is None:
        return None
    merged: Counter[Any] = Counter()
    for value, number in counted.items():
        merged[None if value is None else key(value)] += number
    return merged


def _rows(counted: Counter[Any], query: typed.Query) -> list[tuple[Any, ...]]:
    """Groups in the order of the query, completed by the key ascending; nulls last always."""
    key = query.groups[0]
    found = _by_key(list(counted.items()), False)
    for item in reversed(query.order):
        if item.expr == key:
            found = _by_key(found, item.descending)
        else:
            found.sort(key=lambda pair: pair[1], reverse=item.descending)
    end = None if query.limit is None else query.offset + query.limit
    places = [0 if column.expr == key else 1 for column in query.columns]
    return [tuple(pair[place] for place in places) for pair in found[query.offset : end]]


def _by_key(pairs: list[tuple[Any, int]], descending: bool) -> list[tuple[Any, int]]:
    filled = [pair for pair in pairs if pair[0] is not None]
    filled.sort(key=lambda pair: pair[0], reverse=descending)
    return filled + [pair for pair in pairs if pair[0] is None]


# ------------------------------------------------------------------ few rows


def narrowed(table: Table, query: typed.Query) -> typed.Query:
    """The query with its words replaced by the few rows that have them; as it is when they are many."""
    where = narrowed_condition(table, query.where, query.timezone)
    return query if where is query.where else replace(query, where=where)


def narrowed_condition(table: Table, where: Expr, timezone: str = "UTC") -> Expr:
    """A condition with its words, and what else the index says, replaced by the few rows that hold them."""
    if table.words is None or not has_words(where):
        return where
    index = WordIndex.open(table.words)
    said = [part for part in conjuncts(where) if index.find(part, timezone, EVERY_ROW) is not None]
    found = index.find(typed.And(tuple(said)), timezone, EVERY_ROW)
    numbers = found.rows(FEW) if found is not None and any(map(has_words, said)) else None
    if numbers is None:
        return where
    rest = tuple(part for part in conjuncts(where) if part not in said)
    return typed.And((among_rows(numbers), *rest))


def conjuncts(node: Expr) -> tuple[Expr, ...]:
    """The conditions that all must hold, nested ones unfolded."""
    if not isinstance(node, typed.And):
        return (node,)
    return tuple(part for operand in node.operands for part in conjuncts(operand))


@lru_cache(maxsize=1024)
def has_words(node: Expr) -> bool:
    """Whether a condition looks for words."""
    match node:
        case typed.TextMatch():
            return bool(node.words)
        case typed.And() | typed.Or():
            return any(has_words(operand) for operand in node.operands)
        case typed.Not():
            return has_words(node.operand)
        case _:
            return False


def _find(table: Table, where: Expr, timezone: str) -> Found | None:
    if table.words is None or not has_words(where):
        return None
    return WordIndex.open(table.words).find(where, timezone, table.row_filter)
