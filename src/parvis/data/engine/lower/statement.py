"""A checked query becomes one SELECT with bound values."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlglot import exp

from parvis.data.engine.clusters import Clusters
from parvis.data.engine.lower.common import certain, coordinate
from parvis.data.engine.lower.context import Bound, Context, Dialect
from parvis.data.engine.lower.groups import cluster_source, render
from parvis.data.engine.lower.nodes import Node, PathLevel, RowIn, compared_row
from parvis.data.engine.lower.ranges import in_classes
from parvis.data.engine.lower.sql import SQL, alias, both, col, fn, not_null, num, op
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Always, Type

Display = Callable[[typed.Column, SQL, Context], SQL]
Rename = Callable[[list[SQL]], list[SQL]]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL text without any value of a caller, and the values it binds by name."""

    sql: str
    parameters: Mapping[str, Bound]

    def with_rows(self, numbers: tuple[int, ...]) -> Statement:
        """The statement compiled for :data:`SOME_ROWS` or :data:`ONE_ROW`, on these row numbers."""
        held: dict[str, Bound] = {}
        for name, value in self.parameters.items():
            held[name] = list(numbers) if value == [_SOME] else numbers[0] if value == _ONE else value
        return Statement(self.sql, held)

    def windowed(self, limit: int | None, offset: int) -> Statement:
        """The same statement, cut to a page. The numbers are ours to write: they are never a caller's text, and every
        page of a query shares the compiled statement."""
        window = "" if limit is None else f" LIMIT {limit:d}"
        window += f" OFFSET {offset:d}" if offset else ""
        return Statement(self.sql + window, self.parameters) if window else self


class Reading(Protocol):
    """What a statement reads: a relation, and the filter on its rows that the statement adds."""

    @property
    def row_filter(self) -> typed.Expr: ...

    def relation(self, context: Context | None = None) -> exp.Expr: ...


@dataclass(frozen=True)
class Source:
    """The relation a statement reads: its quoted parts, and the filter on rows that every statement carries."""

    parts: tuple[str, ...]
    row_filter: typed.Expr = field(default_factory=lambda: Always(True))

    def relation(self, context: Context | None = None) -> exp.Expr:
        """The relation as an expression."""
        names = [exp.Identifier(this=part, quoted=True) for part in self.parts]
        return exp.Table(**dict(zip(("this", "db", "catalog"), reversed(names), strict=False)))


# They hold the place of the row numbers that a statement is run with. No row has them, and no caller can guess them:
# equal values share one placeholder, so a literal of theirs must never be equal to one of these.
_SOME, _ONE = -2 - secrets.randbelow(1 << 62), -2 - secrets.randbelow(1 << 62)
SOME_ROWS = RowIn((_SOME,))
# An equality reads its block at once; a semi-join on one row costs half as much again (measured).
ONE_ROW = compared_row("=", _ONE)


def open_rows(where: typed.Expr) -> tuple[typed.Expr, tuple[int, ...] | None]:
    """A condition with its row numbers taken out, so that statements on any rows are compiled once."""
    if isinstance(where, RowIn) and where.numbers:
        return SOME_ROWS if len(where.numbers) > 1 else ONE_ROW, where.numbers
    if isinstance(where, typed.And):
        for place, operand in enumerate(where.operands):
            if isinstance(operand, RowIn) and operand.numbers:
                operands = (*where.operands[:place], SOME_ROWS, *where.operands[place + 1 :])
                return typed.And(operands), operand.numbers
    return where, None


def as_value(column: typed.Column, lowered: SQL, context: Context) -> SQL:
    """The plain value."""
    return lowered


def is_plain(node: typed.Expr) -> bool:
    """Whether a condition keeps every row."""
    return isinstance(node, Always) and node.value


def rows(
    dialect: Dialect,
    source: Reading,
    query: typed.Query,
    *,
    numbers: bool = False,
    settled: bool = True,
    display: Display = as_value,
    rename: Rename | None = None,
) -> Statement:
    """Plain rows in ``order`` then row order, which ``settled`` False leaves open.

    ``numbers`` adds the row number as a last column.
    """
    context = Context(dialect, query.timezone, query.lang)
    outputs = [alias(display(c, _output(c.expr, context), context), f"=c{i}") for i, c in enumerate(query.columns)]
    if numbers or not outputs:
        outputs.append(alias(context.sql.row_number(), "number"))
    condition = kept_rows(source, query.where, context)
    select = exp.Select(expressions=outputs).from_(source.relation(context), copy=False)
    if query.order:
        keys = [_ordered(context.lower(o.expr), o.descending) for o in query.order]
        keys += [_ordered(context.sql.row_number())] if settled else []
        select.set("order", exp.Order(expressions=keys))
    elif query.offset > FAR and is_plain(query.where) and is_plain(source.row_filter):
        return _finish(select.where(*_slice(query, context), copy=False), context, query, rename)
    if condition is not None:
        select.where(condition, copy=False)
    return _finish(_window(select, query), context, query, rename)


def _output(node: typed.Expr, context: Context) -> SQL:
    return certain(node, context) if node.type is Type.BOOLEAN and not _is_value(node) else context.lower(node)


def _is_value(node: typed.Expr) -> bool:
    return isinstance(node, typed.FieldRef | typed.Literal | typed.IfNull | typed.Aggregate)


FAR = 100_000
"""From this offset on, a range of row numbers costs less than skipping rows (measured)."""


def _slice(query: typed.Query, context: Context) -> list[SQL]:
    """A far page of all rows is a range of row numbers."""
    number = context.sql.row_number()
    bounds = [op(">=", number, context.bind(query.offset))]
    if query.limit is not None:
        bounds.append(op("<", number.copy(), context.bind(query.offset + query.limit)))
    return bounds


def _ordered(key: SQL, descending: bool = False) -> SQL:
    return exp.Ordered(this=key, desc=descending, nulls_first=False)


def _window(select: exp.Select, query: typed.Query) -> exp.Select:
    if query.limit is not None:
        select.set("limit", exp.Limit(expression=num(query.limit)))
    if query.offset:
        select.set("offset", exp.Offset(expression=num(query.offset)))
    return select


def condition(source: Reading, context: Context) -> SQL | None:
    """The row filter of a relation, None when every row may be seen."""
    return kept_rows(source, Always(True), context)


def kept_rows(source: Reading, where: typed.Expr, context: Context) -> SQL | None:
    """The condition and the row filter; the filter is read in UTC whatever the caller asks."""
    conditions = []
    if not is_plain(source.row_filter):
        conditions.append(context.in_utc().lower(source.row_filter))
    if not is_plain(where):
        conditions.append(context.lower(where))
    return both(*conditions) if conditions else None


def _finish(
    select: exp.Select, context: Context, query: typed.Query | None = None, rename: Rename | None = None
) -> Statement:
    """The text; final names are given outside, where they cannot hide a column that the query sorts by."""
    if rename is not None and query is not None:
        columns = [col(f"=c{i}") for i in range(len(query.columns))]
        select = exp.Select(expressions=rename(columns)).from_(select.subquery("named"), copy=False)
    return Statement(select.sql(context.dialect.name, copy=False), context.parameters)


# ------------------------------------------------------------------ groups


def groups(
    dialect: Dialect,
    source: Reading,
    query: typed.Query,
    *,
    display: Display = as_value,
    clusters: Clusters | None = None,
    rename: Rename | None = None,
) -> Statement:
    """One row a group, or one row for an aggregate without group; keys ascending complete the order."""
    context = Context(dialect, query.timezone, query.lang, clusters)
    base = _base(source, query, context)
    keys = {node: f"=k{i}" for i, node in enumerate(query.groups)}
    inner = [alias(context.lower(node), name) for node, name in keys.items()]
    outer: list[SQL] = []
    for index, column in enumerate(query.columns):
        key = keys.get(column.expr)
        if key is None:
            inner.append(alias(_output(column.expr, context), f"=a{index}"))
        value = col(f"=a{index}") if key is None else render(column.expr, col(key), context)
        outer.append(alias(display(column, value, context), f"=c{index}"))
    order = []
    for index, item in enumerate(query.order):
        key = keys.get(item.expr)
        if key is None:
            inner.append(alias(context.lower(item.expr), f"=o{index}"))
        order.append(_ordered(col(key or f"=o{index}"), item.descending))
    order += [_ordered(col(key)) for key in keys.values()]
    base.set("expressions", inner)
    if keys:
        base.set("group", exp.Group(expressions=[num(i + 1) for i in range(len(keys))]))
    select = exp.Select(expressions=outer).from_(base.subquery("groups"), copy=False)
    if order:
        select.set("order", exp.Order(expressions=order))
    return _finish(_window(select, query), context, query, rename)


def group_count(
    dialect: Dialect, source: Reading, query: typed.Query, *, clusters: Clusters | None = None
) -> Statement:
    """How many groups there are, whatever limit and offset."""
    context = Context(dialect, query.timezone, query.lang, clusters)
    base = _base(source, query, context)
    base.set("expressions", [alias(context.lower(node), f"=k{i}") for i, node in enumerate(query.groups)])
    base.set("group", exp.Group(expressions=[num(i + 1) for i in range(len(query.groups))]))
    return _finish(exp.Select(expressions=[fn("count", exp.Star())]).from_(base.subquery("groups")), context)


def _base(source: Reading, query: typed.Query, context: Context) -> exp.Select:
    """FROM and WHERE of a grouped query: lists among the keys give one row an element, points find their cluster."""
    condition = kept_rows(source, query.where, context)
    conditions = [] if condition is None else [condition]
    for node in query.groups:
        if isinstance(node, typed.StaticRange) and (classes := in_classes(node, context)) is not None:
            conditions.append(classes)
        if isinstance(node, typed.GeoCluster):
            conditions.append(not_null(coordinate(node.operand, "lon")))
    lists = [ref for ref in map(_list_key, query.groups) if ref is not None]
    select = exp.Select().from_(source.relation(context), copy=False)
    if conditions:
        select.where(both(*conditions), copy=False)
    if lists:
        elements = [alias(context.sql.elements(context.lower(node)), f"=u{i}") for i, node in enumerate(lists)]
        select.set("expressions", [exp.Star(), *elements])
        context.replaced.update({node: col(f"=u{i}") for i, node in enumerate(lists)})
        select = exp.Select().from_(select.subquery("unnested"), copy=False)
    for node in query.groups:
        if isinstance(node, typed.GeoCluster) and (join := cluster_source(node, context)) is not None:
            select.append("joins", join)
    return select


def _list_key(node: Node) -> typed.FieldRef | None:
    """The list whose elements are grouped, when a key is one."""
    ref = node.operand if isinstance(node, PathLevel) else node
    return ref if isinstance(ref, typed.FieldRef) and ref.type is Type.TEXT_LIST else None


def count(dialect: Dialect, source: Reading, where: typed.Expr, timezone: str = "UTC") -> Statement:
    """How many rows a condition keeps."""
    context = Context(dialect, timezone)
    condition = kept_rows(source, where, context)
    select = exp.Select(expressions=[fn("count", exp.Star())]).from_(source.relation(context), copy=False)
    if condition is not None:
        select.where(condition, copy=False)
    return _finish(select, context)
