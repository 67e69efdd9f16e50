"""What the index answers of a query on a table, always under the table's row filter; None leaves it to the scan."""

from __future__ import annotations

from dataclasses import dataclass, replace

import tantivy

from parvis.data.engine.lower.nodes import RowIn
from parvis.data.engine.table import Table
from parvis.data.engine.words.index import WordIndex
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Expr

# With so few rows left, the table does the rest faster than a scan for words.
FEW = 20_000
_COUNT = typed.Aggregate(typed.Statistic.COUNT, None, typed.Type.INT)


@dataclass(frozen=True, slots=True)
class Found:
    """An index and its form of a condition."""

    index: WordIndex
    query: tantivy.Query


def page_numbers(table: Table, query: typed.Query) -> list[int] | None:
    """The row numbers of a page of plain rows, in order."""
    if query.limit is None or not has_words(query.where):
        return None
    found = _find(table, query.where)
    return None if found is None else found.index.page(found.query, query.order, query.limit, query.offset)


def count(table: Table, where: Expr) -> int | None:
    """How many rows a condition keeps."""
    if not has_words(where):
        return None
    found = _find(table, where)
    return None if found is None else found.index.count(found.query)


def values(table: Table, query: typed.Query) -> list[tuple[str, int]] | None:
    """The groups of a query that counts the rows by one text field, sorted and cut as it asks."""
    key = query.groups[0] if len(query.groups) == 1 else None
    simple = isinstance(key, typed.FieldRef) and tuple(c.expr for c in query.columns) == (key, _COUNT)
    if not simple or not isinstance(key, typed.FieldRef) or not has_words(query.where):
        return None
    if any(item.expr not in (key, _COUNT) for item in query.order) or query.limit is None:
        return None
    found = _find(table, typed.And((query.where, typed.Not(typed.IsNull(key)))))
    # A row without value is a group of its own, which the index does not count.
    if found is None or (key.field.name in found.index.layout.sparse and not _is_filled(query.where, key)):
        return None
    counted = found.index.values(found.query, key)
    return None if counted is None else _sorted(counted, query, key)


def narrowed(table: Table, query: typed.Query) -> typed.Query:
    """The query with its words replaced by the few rows that have them; as it is when they are many."""
    where = narrowed_condition(table, query.where)
    return query if where is query.where else replace(query, where=where)


def narrowed_condition(table: Table, where: Expr) -> Expr:
    """A condition with its words replaced by the few rows that have them."""
    if table.words is None or not has_words(where):
        return where
    parts = conjuncts(where)
    said = [part for part in parts if has_words(part)]
    index = WordIndex.open(table.words)
    known = [(part, query) for part in said if (query := index.query(part)) is not None]
    if not known:
        return where
    both = typed.And(tuple(part for part, _ in known))
    query = index.query(both)
    numbers = None if query is None else index.rows(query, FEW)
    if numbers is None:
        return where
    rest = tuple(part for part in parts if part not in both.operands)
    return typed.And((RowIn(tuple(numbers)), *rest))  # type: ignore[arg-type]


def conjuncts(node: Expr) -> tuple[Expr, ...]:
    """The conditions that all must hold, nested ones unfolded."""
    if not isinstance(node, typed.And):
        return (node,)
    return tuple(part for operand in node.operands for part in conjuncts(operand))


def has_words(node: Expr) -> bool:
    """Whether a condition looks for words."""
    match node:
        case typed.TextMatch():
            return True
        case typed.And() | typed.Or():
            return any(has_words(operand) for operand in node.operands)
        case typed.Not():
            return has_words(node.operand)
        case _:
            return False


def _find(table: Table, where: Expr) -> Found | None:
    if table.words is None:
        return None
    index = WordIndex.open(table.words)
    query = index.query(typed.And((where, table.row_filter)))
    return None if query is None else Found(index, query)


def _is_filled(where: Expr, key: typed.FieldRef) -> bool:
    """Whether the condition already leaves the rows without value out."""
    if isinstance(where, typed.And):
        return any(_is_filled(operand, key) for operand in where.operands)
    return isinstance(where, typed.Not) and where.operand == typed.IsNull(key)


def _sorted(counted: list[tuple[str, int]], query: typed.Query, key: typed.FieldRef) -> list[tuple[str, int]]:
    found = sorted(counted)
    for item in reversed(query.order):
        position = 0 if item.expr == key else 1
        found.sort(key=lambda pair: pair[position], reverse=item.descending)
    limit = query.limit or 0
    return found[query.offset : query.offset + limit]
