"""Statements that read where rows are: coordinates, bounds, numbers. Their columns are meant for arrays."""

from __future__ import annotations

from sqlglot import exp

from parvis.data.engine.lower import statement
from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context, Dialect
from parvis.data.engine.lower.sql import SQL, alias, col, fn, not_null
from parvis.data.engine.lower.statement import Source, Statement
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Type

POINT = ("lon", "lat")
BOUNDS = ("west", "south", "east", "north")


def places(dialect: Dialect, source: Source, field: typed.FieldRef) -> Statement:
    """``number`` and the coordinates of every row that has a geometry; of shapes, ``size`` in bytes too."""
    context = Context(dialect)
    members = POINT if field.type is Type.GEO_POINT else BOUNDS
    outputs = [alias(coordinate(field, member), member) for member in members]
    if members is BOUNDS:
        outputs.append(alias(fn("octet_length", col(field.field.name)), "size"))
    return _read(source, context, outputs, not_null(coordinate(field, members[0])))


def numbers(dialect: Dialect, source: Source, where: typed.Expr, timezone: str) -> Statement:
    """``number`` of the rows that the condition and the row filter keep."""
    context = Context(dialect, timezone)
    return _read(source, context, [], statement.kept_rows(source, where, context))


def shapes(dialect: Dialect, source: Source, field: typed.FieldRef, chosen: typed.Expr) -> Statement:
    """``number`` and ``shape`` (WKB) of rows that the row filter lets through."""
    context = Context(dialect)
    condition = statement.kept_rows(source, chosen, context)
    return _read(source, context, [alias(col(field.field.name), "shape")], condition)


def _read(source: Source, context: Context, outputs: list[SQL], condition: SQL | None) -> Statement:
    number = alias(context.sql.row_number(), "number")
    select = exp.Select(expressions=[number, *outputs]).from_(source.relation(), copy=False)
    if condition is not None:
        select.where(condition, copy=False)
    return Statement(select.sql(context.dialect.name, copy=False), context.parameters)
