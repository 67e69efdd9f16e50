"""How much work a query is, guessed before it runs: rows times the weight of what each row costs."""

from __future__ import annotations

from parvis.data.engine.lower.statement import is_plain
from parvis.data.engine.table import Table
from parvis.data.odsql import typed

_WEIGHTS: dict[type, int] = {
    typed.TextMatch: 40,
    typed.StartsWith: 2,
    typed.Like: 10,
    typed.Topology: 20,
    typed.Distance: 10,
    typed.WithinDistance: 3,
    typed.DatePart: 4,
    typed.DateFormat: 15,
    typed.DateRange: 5,
    typed.Contains: 4,
    typed.RandomOrder: 15,
    typed.Arithmetic: 2,
}
_SHIFTED = (typed.DatePart, typed.DateFormat, typed.DateRange)
SORT = 3
GROUP = 4


def condition_weight(node: typed.Expr, timezone: str = "UTC") -> int:
    """Cost of one row of an expression, in simple comparisons."""
    weight = _WEIGHTS.get(type(node), 1)
    if timezone != "UTC" and isinstance(node, _SHIFTED):
        weight += 20
    for child in children(node):
        weight += condition_weight(child, timezone)
    return weight


def children(node: typed.Expr) -> tuple[typed.Expr, ...]:
    """The operands of a node."""
    if isinstance(node, typed.And | typed.Or):
        return node.operands
    if isinstance(node, typed.Compare | typed.Arithmetic):
        return (node.left, node.right)
    if isinstance(node, typed.IfNull):
        return (node.operand, node.alternative)
    operand = getattr(node, "operand", None)
    return () if operand is None else (operand,)


def work(table: Table, query: typed.Query) -> int:
    """The work of a query on a table; a page of all rows is the page only."""
    filtered = not (is_plain(query.where) and is_plain(table.row_filter))
    page = query.limit if query.limit is not None else table.rows
    if not (filtered or query.order or query.groups or query.aggregated):
        return min(page, table.rows) * len(query.columns)
    weight = condition_weight(query.where, query.timezone) + condition_weight(table.row_filter)
    weight += sum(SORT + condition_weight(o.expr, query.timezone) for o in query.order)
    weight += sum(GROUP + condition_weight(g, query.timezone) for g in query.groups)
    if query.aggregated or query.groups:
        weight += sum(condition_weight(c.expr, query.timezone) for c in query.columns)
    return table.rows * weight


def count_work(table: Table, where: typed.Expr, timezone: str = "UTC") -> int:
    """The work of counting a condition."""
    return table.rows * (condition_weight(where, timezone) + condition_weight(table.row_filter))
