"""How ClickHouse spells the primitives."""

from __future__ import annotations

from datetime import date, datetime

from sqlglot import exp

from parvis.data.engine.lower.context import Bound, Context
from parvis.data.engine.lower.sql import SQL, fn, function, num, text
from parvis.data.odsql.typed import Unit

_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"}
_STARTS = {
    Unit.MILLISECOND: "toStartOfMillisecond",
    Unit.SECOND: "toStartOfSecond",
    Unit.MINUTE: "toStartOfMinute",
    Unit.HOUR: "toStartOfHour",
    Unit.DAY: "toStartOfDay",
    Unit.WEEK: "toMonday",
    Unit.MONTH: "toStartOfMonth",
    Unit.QUARTER: "toStartOfQuarter",
    Unit.YEAR: "toStartOfYear",
}


def utc(value: SQL) -> SQL:
    """A date or time as DateTime64 labelled UTC."""
    return fn("toDateTime64", value, num(6), text("UTC"))


def kind_of(value: Bound) -> str:
    """The ClickHouse type of a bound value."""
    if isinstance(value, list):
        return f"Array({kind_of(value[0]) if value else 'String'})"
    for python, name in (
        (bool, "Bool"),
        (int, "Int64"),
        (float, "Float64"),
        (datetime, "DateTime64(6, 'UTC')"),
        (date, "Date32"),
    ):
        if isinstance(value, python):
            return name
    return "String"


class ClickHousePrimitives:
    """Primitives of :class:`parvis.data.engine.lower.context.Primitives`."""

    def placeholder(self, name: str, value: Bound) -> SQL:
        return exp.Placeholder(this=name, kind=kind_of(value))

    def row_number(self) -> SQL:
        return exp.Column(this=exp.Identifier(this="_row", quoted=True))

    def divide(self, left: SQL, right: SQL) -> SQL:
        return fn("divide", left, right)

    def integer_divide(self, left: SQL, right: SQL) -> SQL:
        return fn("intDiv", left, right)

    def to_double(self, value: SQL) -> SQL:
        return fn("toFloat64", value)

    def to_int(self, value: SQL) -> SQL:
        return fn("toInt64", value)

    def to_text(self, value: SQL) -> SQL:
        return fn("toString", value)

    def number_text(self, value: SQL) -> SQL:
        return fn("toString", value)

    def join(self, *texts: SQL) -> SQL:
        return fn("concat", *texts)

    def length(self, text: SQL) -> SQL:
        return fn("toInt64", fn("lengthUTF8", text))

    def pad(self, text_: SQL, width: int) -> SQL:
        return fn("leftPad", text_, num(width), text("0"))

    def starts_with(self, text: SQL, start: SQL) -> SQL:
        return fn("startsWith", text, start)

    def matches(self, text: SQL, pattern: SQL) -> SQL:
        return fn("match", text, pattern)

    def joined(self, list_: SQL) -> SQL:
        return fn("arrayStringConcat", list_, text(" "))

    def spaced(self, texts: list[SQL]) -> SQL:
        return fn("concatWithSeparator", text(" "), *(fn("ifNull", t, text("")) for t in texts))

    def fold_words(self, text_: SQL) -> SQL:
        folded = fn("lowerUTF8", fn("ifNull", text_, text("")))
        for ligature, letters in _LIGATURES.items():
            folded = fn("replaceAll", folded, text(ligature), text(letters))
        bare = fn("replaceRegexpAll", fn("normalizeUTF8NFKD", folded), text(r"\p{Mn}"), text(""))
        return fn("extractAll", bare, text(r"[\p{L}\p{N}]+"))

    def edits(self, left: SQL, right: SQL) -> SQL:
        return fn("damerauLevenshteinDistance", left, right)

    def any_element(self, list_: SQL, condition: SQL, variable: str) -> SQL:
        return fn("arrayExists", function(variable, condition), list_)

    def elements(self, list_: SQL) -> SQL:
        nullable = fn("arrayMap", function("x", fn("toNullable", exp.to_identifier("x"))), list_)
        return fn("arrayJoin", fn("if", fn("empty", list_), exp.Array(expressions=[exp.Null()]), nullable))

    def has(self, list_: SQL, value: SQL) -> SQL:
        return fn("has", list_, value)

    def has_any(self, list_: SQL, values: SQL) -> SQL:
        return fn("hasAny", list_, values)

    def no_list(self, list_: SQL) -> SQL:
        return fn("empty", list_)

    def element(self, list_: SQL, position: SQL) -> SQL:
        return fn("arrayElement", list_, position)

    def segment(self, text_: SQL, separator: SQL) -> SQL:
        return fn("arrayElement", fn("splitByString", separator, fn("ifNull", text_, text(""))), num(1))

    def after(self, text: SQL, length: int) -> SQL:
        return fn("substringUTF8", text, num(length + 1))

    def hash_text(self, text: SQL) -> SQL:
        return fn("lower", fn("hex", fn("MD5", text)))

    def midnight(self, day: SQL) -> SQL:
        return utc(day)

    def to_wall(self, instant: SQL, context: Context) -> SQL:
        shift = fn("timezoneOffset", fn("toTimeZone", instant, context.zone()))
        return fn("addSeconds", instant.copy(), shift)

    def to_instant(self, wall: SQL, timezone: SQL) -> SQL:
        return fn("toTimeZone", fn("toDateTime64", fn("toString", wall), num(6), timezone), text("UTC"))

    def epoch_ms(self, wall: SQL) -> SQL:
        return fn("toUnixTimestamp64Milli", wall)

    def from_epoch_ms(self, milliseconds: SQL) -> SQL:
        return utc(fn("fromUnixTimestamp64Milli", milliseconds, text("UTC")))

    def truncate(self, unit: Unit, wall: SQL) -> SQL:
        return utc(fn(_STARTS[unit], wall))

    def add(self, wall: SQL, count: int, unit: Unit) -> SQL:
        return fn(f"add{unit.value.capitalize()}s", wall, num(count))

    def iso_ms(self, wall: SQL) -> SQL:
        return fn("replaceAll", fn("substring", fn("toString", wall), num(1), num(23)), text(" "), text("T"))

    def pair(self, longitude: SQL, latitude: SQL) -> SQL:
        return fn("concat", fn("toString", longitude), text(" "), fn("toString", latitude))

    def cluster_label(self, cell: SQL, context: Context) -> SQL:
        cells, labels = context.bind_cells()
        return fn("transform", cell, cells, labels, num(-1))

    def cluster_source(self, cell: SQL, context: Context) -> exp.Join | None:
        return None
