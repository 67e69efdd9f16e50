"""Scalar nodes in ClickHouse."""

from __future__ import annotations

from sqlglot import exp

from parvis.data.engine.lower.calendar_names import names
from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.dates import wall
from parvis.data.engine.lower.nodes import ClusterCell, PointMean, RowIn, RowNumber
from parvis.data.engine.lower.ranges import cell
from parvis.data.engine.lower.sql import SQL, case, col, fn, not_null, num, op
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Part, Type

_PARTS = {
    Part.YEAR: "toYear",
    Part.QUARTER: "toQuarter",
    Part.MONTH: "toMonth",
    Part.DAY: "toDayOfMonth",
    Part.DAYOFWEEK: "toDayOfWeek",
    Part.HOUR: "toHour",
    Part.MINUTE: "toMinute",
    Part.SECOND: "toSecond",
    Part.MILLISECOND: "toMillisecond",
}


def field(node: typed.FieldRef, context: Context) -> SQL:
    """The column; a point as text, longitude first."""
    if node.type is Type.GEO_POINT:
        longitude, latitude = coordinate(node, "lon"), coordinate(node, "lat")
        return case((not_null(longitude), context.sql.pair(longitude.copy(), latitude)))
    return col(node.field.name)


def change_case(node: typed.ChangeCase, context: Context) -> SQL:
    """Lower or upper case."""
    return fn("upperUTF8" if node.upper else "lowerUTF8", context.lower(node.operand))


def date_part(node: typed.DatePart, context: Context) -> SQL:
    """A part as an integer; a day of week counts from Monday as 0."""
    value = fn("toInt64", fn(_PARTS[node.part], wall(node.operand, context)))
    return exp.Paren(this=op("-", value, num(1))) if node.part is Part.DAYOFWEEK else value


_SYMBOLS = {
    "yyyy": ("toYear", 4),
    "yy": ("toYear", 4),
    "xxxx": ("toISOYear", 4),
    "xx": ("toISOYear", 4),
    "w": ("toISOWeek", 1),
    "ww": ("toISOWeek", 2),
    "e": ("toDayOfWeek", 1),
    "D": ("toDayOfYear", 1),
    "DDD": ("toDayOfYear", 3),
    "M": ("toMonth", 1),
    "MM": ("toMonth", 2),
    "d": ("toDayOfMonth", 1),
    "dd": ("toDayOfMonth", 2),
    "H": ("toHour", 1),
    "HH": ("toHour", 2),
    "m": ("toMinute", 1),
    "mm": ("toMinute", 2),
    "s": ("toSecond", 1),
    "ss": ("toSecond", 2),
}
_NAMED = {
    "E": ("toDayOfWeek", "short_days"),
    "EEEE": ("toDayOfWeek", "days"),
    "MMM": ("toMonth", "short_months"),
    "MMMM": ("toMonth", "months"),
}


def date_format(node: typed.DateFormat, context: Context) -> SQL:
    """Each symbol apart, joined."""
    value = wall(node.operand, context)
    parts = [_piece(kind, piece, value.copy(), context) for kind, piece in node.pieces]
    joined = context.sql.join(*parts, context.bind(""))
    return case((not_null(value), joined))


def _piece(kind: str, piece: str, value: SQL, context: Context) -> SQL:
    if kind == "text":
        return context.bind(piece)
    symbol = piece.replace("Y", "y")
    if symbol in _NAMED:
        function, table = _NAMED[symbol]
        return context.sql.element(context.bind(list(getattr(names(context.lang), table))), fn(function, value))
    function, width = _SYMBOLS[symbol]
    shown = context.sql.pad(context.sql.to_text(fn(function, value)), width)
    shown = shown if width > 1 else context.sql.to_text(fn(function, value.copy()))
    return fn("substring", shown, num(3)) if symbol in ("yy", "xx") else shown


def json_format(node: typed.JsonFormat, context: Context) -> SQL:
    """The text when it is JSON, else the fallback or the text itself."""
    operand = context.lower(node.operand)
    if not node.has_fallback:
        return operand
    valid = fn("isValidJSON", fn("ifNull", operand, context.bind("")))
    return case((valid, operand.copy()), (not_null(operand.copy()), context.bind(node.fallback)))


def row_number(node: RowNumber, context: Context) -> SQL:
    """The number of the row."""
    return context.sql.row_number()


def row_in(node: RowIn, context: Context) -> SQL:
    """The row number is in an array."""
    return fn("has", context.bind(list(node.numbers)), context.sql.row_number()) if node.numbers else exp.false()


def cluster_cell(node: ClusterCell, context: Context) -> SQL:
    """The cell of a point."""
    return cell(node.operand, node.width, context)


def point_mean(node: PointMean, context: Context) -> SQL:
    """Mean longitude or latitude."""
    return fn("avg", coordinate(node.operand, "lat" if node.axis else "lon"))
