"""Scalar nodes in DuckDB."""

from __future__ import annotations

from sqlglot import exp

from parvis.data.engine.lower.calendar_names import CalendarNames, names
from parvis.data.engine.lower.common import coordinate
from parvis.data.engine.lower.context import Context
from parvis.data.engine.lower.dates import wall
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.nodes import ClusterCell, PointMean, RowIn, RowNumber
from parvis.data.engine.lower.ranges import cell
from parvis.data.engine.lower.sql import SQL, case, col, fn, not_null, num, op
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Part, Type


def field(node: typed.FieldRef, context: Context) -> SQL:
    """The column; a point as an array of longitude and latitude (two nulls for none), a shape as GeoJSON text."""
    if node.type is Type.GEO_POINT:
        return fn("array_value", coordinate(node, "lon"), coordinate(node, "lat"))
    if node.type is Type.GEO_SHAPE:
        return cast(fn("st_asgeojson", fn("st_geomfromwkb", col(node.field.name))), "VARCHAR")
    return col(node.field.name)


def change_case(node: typed.ChangeCase, context: Context) -> SQL:
    """Lower or upper case."""
    return fn("upper" if node.upper else "lower", context.lower(node.operand))


def date_part(node: typed.DatePart, context: Context) -> SQL:
    """A part as an integer; a day of week counts from Monday as 0."""
    value = wall(node.operand, context)
    if node.part is Part.DAYOFWEEK:
        return op("-", fn("isodow", value), num(1))
    if node.part is Part.MILLISECOND:
        return exp.Paren(this=op("%", fn("millisecond", value), num(1000)))
    return fn(node.part.value, value)


_CODES = {
    "yyyy": "%Y",
    "yy": "%y",
    "xxxx": "%G",
    "ww": "%V",
    "e": "%u",
    "D": "%-j",
    "DDD": "%j",
    "M": "%-m",
    "MM": "%m",
    "d": "%-d",
    "dd": "%d",
    "H": "%-H",
    "HH": "%H",
    "m": "%-M",
    "mm": "%M",
    "s": "%-S",
    "ss": "%S",
}
_NAMED = {
    "E": ("isodow", "short_days"),
    "EEEE": ("isodow", "days"),
    "MMM": ("month", "short_months"),
    "MMMM": ("month", "months"),
}


def date_format(node: typed.DateFormat, context: Context) -> SQL:
    """Runs of numeric symbols are one strftime; names come from the language's table."""
    value = wall(node.operand, context)
    parts: list[SQL] = []
    pending = ""
    for kind, piece in node.pieces:
        symbol = piece.replace("Y", "y") if kind == "symbol" else ""
        if kind == "text":
            pending += piece.replace("%", "%%")
        elif symbol in _CODES:
            pending += _CODES[symbol]
        else:
            parts += [fn("strftime", value.copy(), context.bind(pending))] if pending else []
            parts.append(_special(symbol, value.copy(), names(context.lang), context))
            pending = ""
    if pending or not parts:
        parts.append(fn("strftime", value, context.bind(pending)))
    return parts[0] if len(parts) == 1 else context.sql.join(*parts)


def _special(symbol: str, value: SQL, calendar: CalendarNames, context: Context) -> SQL:
    if symbol in _NAMED:
        function, table = _NAMED[symbol]
        return fn("list_extract", context.bind(list(getattr(calendar, table))), fn(function, value))
    if symbol == "w":
        return cast(fn("week", value), "VARCHAR")
    if symbol == "xx":
        return fn("right", fn("strftime", value, context.bind("%G")), num(2))
    raise ValueError(f"no such date symbol: {symbol}")


def json_format(node: typed.JsonFormat, context: Context) -> SQL:
    """The text when it is JSON, else the fallback or the text itself."""
    operand = context.lower(node.operand)
    if not node.has_fallback:
        return operand
    valid = fn("coalesce", fn("json_valid", operand), exp.false())
    return case((valid, operand.copy()), (not_null(operand.copy()), context.bind(node.fallback)))


def row_number(node: RowNumber, context: Context) -> SQL:
    """The number of the row."""
    return context.sql.row_number()


def row_in(node: RowIn, context: Context) -> SQL:
    """A semi-join on row numbers, which reads only their blocks."""
    if not node.numbers:
        return exp.false()
    chosen = exp.select(fn("unnest", context.bind(list(node.numbers))))
    return exp.In(this=context.sql.row_number(), query=chosen.subquery())


def cluster_cell(node: ClusterCell, context: Context) -> SQL:
    """The cell of a point."""
    return cell(node.operand, node.width, context)


def point_mean(node: PointMean, context: Context) -> SQL:
    """Mean longitude or latitude."""
    return fn("avg", coordinate(node.operand, "lat" if node.axis else "lon"))
