"""``$apply``: filters, then groups and aggregates."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.errors import Span
from parvis.core.fields import Field
from parvis.data.odsql import syntax, typed
from parvis.data.odsql.cql2.conditions import condition
from parvis.data.odsql.cql2.scope import FilterScope
from parvis.data.odsql.odata.cursor import Cursor
from parvis.data.odsql.odata.filters import FilterReader
from parvis.data.odsql.typed import NUMBERS, TEMPORALS, Aggregate, Column, Expr, FieldRef, Statistic, Type

_METHODS = {
    "sum": Statistic.SUM,
    "min": Statistic.MIN,
    "max": Statistic.MAX,
    "average": Statistic.AVG,
    "countdistinct": Statistic.COUNT,
}
_UNGROUPED = frozenset({Type.GEO_POINT, Type.GEO_SHAPE, Type.JSON, Type.FILE})
MAX_MEMBERS = 50


@dataclass(frozen=True, slots=True)
class Measure:
    """``property with method as alias``; without property it counts rows."""

    alias: str
    method: str
    name: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Applied:
    """The parts of a ``$apply``, as written."""

    filters: tuple[syntax.Node, ...]
    keys: tuple[tuple[str, Span], ...]
    measures: tuple[Measure, ...]


def parse(text: str) -> Applied:
    """The parts of a text such as ``filter(a eq 1)/groupby((b),aggregate($count as n))``. Raises FilterError."""
    cursor = Cursor(text, "$apply")
    filters = []
    while cursor.token.is_word("filter"):
        cursor.take()
        cursor.expect("(")
        filters.append(FilterReader(cursor).condition())
        cursor.expect(")")
        if not cursor.accept("/"):
            cursor.end()
            return Applied(tuple(filters), (), ())
    keys: tuple[tuple[str, Span], ...] = ()
    measures: tuple[Measure, ...] = ()
    if cursor.accept_word("groupby"):
        cursor.expect("(")
        keys = _keys(cursor)
        if cursor.accept(","):
            measures = _aggregate(cursor)
        cursor.expect(")")
    else:
        measures = _aggregate(cursor)
    cursor.end()
    return Applied(tuple(filters), keys, measures)


def _keys(cursor: Cursor) -> tuple[tuple[str, Span], ...]:
    cursor.expect("(")
    found = [cursor.name()]
    while cursor.accept(","):
        found.append(cursor.name())
    cursor.expect(")")
    _few(cursor, len(found))
    return tuple((token.value, token.span) for token in found)


def _aggregate(cursor: Cursor) -> tuple[Measure, ...]:
    if not cursor.accept_word("aggregate"):
        raise cursor.unexpected("filter(…), groupby(…) or aggregate(…)")
    cursor.expect("(")
    found = [_measure(cursor)]
    while cursor.accept(","):
        found.append(_measure(cursor))
    cursor.expect(")")
    _few(cursor, len(found))
    return tuple(found)


def _measure(cursor: Cursor) -> Measure:
    token = cursor.name()
    name, method = token.value, "count"
    if name != "$count":
        if not cursor.accept_word("with"):
            raise cursor.unexpected("with")
        method = cursor.name().value
        if method not in _METHODS:
            raise cursor.error(f"{method[:40]} is none of {', '.join(_METHODS)}.", token.span)
    if not cursor.accept_word("as"):
        raise cursor.unexpected("as")
    return Measure(cursor.name().value, method, None if name == "$count" else name, token.span)


def _few(cursor: Cursor, count: int) -> None:
    if count > MAX_MEMBERS:
        raise cursor.error(f"more than {MAX_MEMBERS} members.", cursor.token.span)


def query_of(applied: Applied, scope: FilterScope) -> typed.Query:
    """The groups and aggregates as a query without limit. Raises FilterError."""
    keys = tuple(_key(scope, name, span) for name, span in applied.keys)
    columns = (*keys, *(_column(scope, measure) for measure in applied.measures))
    names = [column.name for column in columns]
    if len(set(names)) < len(names):
        raise scope.error("two members have the same name.")
    where = tuple(condition(scope, node) for node in applied.filters)
    return typed.Query(
        columns=columns,
        where=typed.And(where) if where else typed.Always(True),
        groups=tuple(column.expr for column in keys),
        limit=None,
        aggregated=bool(applied.measures),
    )


def _key(scope: FilterScope, name: str, span: Span) -> Column:
    found = FieldRef(scope.field(name, span))
    if found.type in _UNGROUPED:
        raise scope.error(f"{name} is {found.type.value} and cannot be grouped.", span)
    return Column(name, found, precision=found.field.precision)


def _column(scope: FilterScope, measure: Measure) -> Column:
    if measure.name is None:
        return Column(measure.alias, Aggregate(Statistic.COUNT, None, Type.INT))
    field = scope.field(measure.name, measure.span)
    return Column(measure.alias, _statistic(scope, measure, field))


def _statistic(scope: FilterScope, measure: Measure, field: Field) -> Expr:
    operand, statistic = FieldRef(field), _METHODS[measure.method]
    if statistic is Statistic.COUNT:
        if operand.type in _UNGROUPED:
            raise scope.error(f"{field.name} is {operand.type.value}: its values cannot be told apart.", measure.span)
        return Aggregate(statistic, operand, Type.INT, distinct=True)
    ordered = statistic in (Statistic.MIN, Statistic.MAX) and operand.type in TEMPORALS
    if operand.type not in NUMBERS and not ordered:
        raise scope.error(f"{measure.method} works on numbers; {field.name} is {operand.type.value}.", measure.span)
    return Aggregate(statistic, operand, Type.DOUBLE if statistic is Statistic.AVG else operand.type)
