"""How DuckDB spells the primitives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlglot import exp

from parvis.data.engine.lower.context import Bound, Context
from parvis.data.engine.lower.duckdb.zones import FIRST_YEAR, offsets
from parvis.data.engine.lower.sql import SQL, alias, case, fn, function, is_null, num, op, text, wrap
from parvis.data.odsql.typed import Unit

_INTERVALS = {
    Unit.MILLISECOND: "to_milliseconds",
    Unit.SECOND: "to_seconds",
    Unit.MINUTE: "to_minutes",
    Unit.HOUR: "to_hours",
    Unit.DAY: "to_days",
    Unit.WEEK: "to_weeks",
    Unit.MONTH: "to_months",
    Unit.QUARTER: "to_quarters",
    Unit.YEAR: "to_years",
}
_FOLDED = {"œ": "oe", "æ": "ae", "ß": "ss"}


def cast(value: SQL, kind: str) -> SQL:
    """CAST to a DuckDB type."""
    return exp.Cast(this=value, to=exp.DataType.build(kind, dialect="duckdb"))


class DuckDBPrimitives:
    """Primitives of :class:`parvis.data.engine.lower.context.Primitives`."""

    def placeholder(self, name: str, value: Bound) -> SQL:
        placeholder = exp.Placeholder(this=name)
        if isinstance(value, bool | float | str | bytes):
            return placeholder
        if isinstance(value, int):
            return cast(placeholder, "BIGINT")
        if isinstance(value, datetime):
            return cast(placeholder, "TIMESTAMP")
        if isinstance(value, date):
            return cast(placeholder, "DATE")
        element = "VARCHAR" if not value or isinstance(value[0], str) else "DOUBLE"
        if value and isinstance(value[0], int):
            element = "BIGINT"
        if value and isinstance(value[0], datetime):
            element = "TIMESTAMP"
        return cast(placeholder, f"{element}[]")

    def row_number(self) -> SQL:
        return exp.Column(this=exp.Identifier(this="rowid", quoted=False))

    def divide(self, left: SQL, right: SQL) -> SQL:
        return exp.Paren(this=exp.Div(this=wrap(left), expression=wrap(right)))

    def integer_divide(self, left: SQL, right: SQL) -> SQL:
        return fn("divide", left, right)

    def to_double(self, value: SQL) -> SQL:
        return cast(value, "DOUBLE")

    def to_int(self, value: SQL) -> SQL:
        return cast(value, "BIGINT")

    def to_text(self, value: SQL) -> SQL:
        return cast(value, "VARCHAR")

    def number_text(self, value: SQL) -> SQL:
        return fn("regexp_replace", cast(value, "VARCHAR"), text(r"\.0$"), text(""))

    def join(self, *texts: SQL) -> SQL:
        joined = texts[0]
        for piece in texts[1:]:
            joined = exp.DPipe(this=joined, expression=wrap(piece))
        return exp.Paren(this=joined)

    def length(self, text: SQL) -> SQL:
        return fn("length", text)

    def pad(self, text_: SQL, width: int) -> SQL:
        return fn("lpad", text_, num(width), text("0"))

    def starts_with(self, text: SQL, start: SQL) -> SQL:
        return fn("starts_with", text, start)

    def matches(self, text: SQL, pattern: SQL) -> SQL:
        return fn("regexp_matches", text, pattern)

    def joined(self, list_: SQL) -> SQL:
        return fn("array_to_string", list_, text(" "))

    def spaced(self, texts: list[SQL]) -> SQL:
        return fn("concat_ws", text(" "), *texts)

    def fold_words(self, text_: SQL) -> SQL:
        folded = fn("translate", fn("lower", text_), text("øđł"), text("odl"))
        for ligature, letters in _FOLDED.items():
            folded = fn("replace", folded, text(ligature), text(letters))
        return fn("regexp_extract_all", fn("strip_accents", folded), text(r"[\p{L}\p{N}]+"))

    def edits(self, left: SQL, right: SQL) -> SQL:
        return fn("damerau_levenshtein", left, right)

    def any_element(self, list_: SQL, condition: SQL, name: str) -> SQL:
        return op(">", fn("len", fn("list_filter", list_, function(name, condition))), num(0))

    def elements(self, list_: SQL) -> SQL:
        return fn("unnest", fn("coalesce", list_, exp.Array(expressions=[exp.Null()])))

    def has(self, list_: SQL, value: SQL) -> SQL:
        return fn("list_contains", list_, value)

    def has_any(self, list_: SQL, values: SQL) -> SQL:
        return fn("list_has_any", list_, values)

    def no_list(self, list_: SQL) -> SQL:
        return is_null(list_)

    def element(self, list_: SQL, position: SQL) -> SQL:
        return fn("list_extract", list_, position)

    def segment(self, text: SQL, separator: SQL) -> SQL:
        return fn("split_part", text, separator, num(1))

    def after(self, text: SQL, length: int) -> SQL:
        return fn("substr", text, num(length + 1))

    def hash_text(self, text: SQL) -> SQL:
        return fn("md5", text)

    def midnight(self, day: SQL) -> SQL:
        return cast(day, "TIMESTAMP")

    def to_wall(self, instant: SQL, context: Context) -> SQL:
        converted = fn("timezone", context.zone(), fn("timezone", text("UTC"), instant))
        table = offsets(context.timezone)
        if table is None:
            return converted
        year = op("-", fn("year", instant.copy()), num(FIRST_YEAR - 1))

        def of_year(values: tuple[Any, ...]) -> SQL:
            return fn("list_extract", context.bind(list(values)), year.copy())

        shift = case(
            (op("<", instant.copy(), of_year(table.first)), of_year(table.before)),
            (op("<", instant.copy(), of_year(table.second)), of_year(table.between)),
            default=of_year(table.after),
        )
        shifted = fn("make_timestamp", op("+", fn("epoch_us", instant.copy()), shift))
        return fn("coalesce", shifted, converted)

    def to_instant(self, wall: SQL, timezone: SQL) -> SQL:
        return fn("timezone", text("UTC"), fn("timezone", timezone, wall))

    def epoch_ms(self, wall: SQL) -> SQL:
        return fn("epoch_ms", wall)

    def from_epoch_ms(self, milliseconds: SQL) -> SQL:
        return fn("make_timestamp_ms", milliseconds)

    def truncate(self, unit: Unit, wall: SQL) -> SQL:
        return cast(fn("date_trunc", text(unit.value), wall), "TIMESTAMP")

    def add(self, wall: SQL, count: int, unit: Unit) -> SQL:
        return op("+", wall, fn(_INTERVALS[unit], num(count)))

    def iso_ms(self, wall: SQL) -> SQL:
        return fn("strftime", wall, text("%Y-%m-%dT%H:%M:%S.%g"))

    def pair(self, longitude: SQL, latitude: SQL) -> SQL:
        return fn("array_value", longitude, latitude)

    def cluster_label(self, cell: SQL, context: Context) -> SQL:
        return exp.column("label", table="clusters", quoted=True)

    def cluster_source(self, cell: SQL, context: Context) -> exp.Join | None:
        cells, labels = context.bind_cells()
        pairs = exp.select(alias(fn("unnest", cells), "cell"), alias(fn("unnest", labels), "label"))
        found = op("=", cell, exp.column("cell", table="clusters", quoted=True))
        return exp.Join(this=pairs.subquery(exp.to_identifier("clusters", quoted=True)), on=found)
