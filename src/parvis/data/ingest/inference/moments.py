"""Dates and instants as they are written. An instant without zone is in the zone of the ingest, which is the
session's."""

from __future__ import annotations

from parvis.core.fields import FieldType
from parvis.data.ingest.inference import names
from parvis.data.ingest.inference.kind import Kind, Sample, all_match, any_text, matches, surely

_ISO_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_OFFSET = r"\s?(?:Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
# Days among instants are their midnights; days alone are dates, which come first.
_ISO_INSTANT = rf"{_ISO_DAY}(?:[Tt ][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]{{1,9}})?)?{_OFFSET})?"
_DAY = "every value is a date ({})"


def _in_calendar(sql: str) -> str:
    """SQL: a day or an instant of the years 1 to 9999, the ones that every client can read."""
    return surely(f"year({sql}) BETWEEN 1 AND 9999")


def _tried_instant(column: str) -> str:
    return f"timezone('UTC', try_cast({column} AS TIMESTAMPTZ))"


def _parsed(pattern: str, format_: str, type_: FieldType, said: str, precision: str | None = None) -> Kind:
    """Dates in one format of strptime, which alone would be laxer than the pattern."""

    def value(column: str) -> str:
        parsed = f"strptime({column}, '{format_}')"
        return f"{parsed}::DATE" if type_ is FieldType.DATE else f"timezone('UTC', {parsed}::TIMESTAMPTZ)"

    def valid(column: str) -> str:
        tried = f"try_strptime({column}, '{format_}')"
        return f"({matches(column, pattern)} AND {_in_calendar(tried)})"

    return Kind(format_, type_, all_match(pattern), valid, value, said, precision)


def _day(pattern: str, format_: str, said: str) -> Kind:
    return _parsed(pattern, format_, FieldType.DATE, _DAY.format(said), "day")


def _compact_day() -> Kind:
    kind = _day("(?:19|20)[0-9]{6}", "%Y%m%d", "yyyymmdd")

    def looks(label: str, sample: Sample) -> bool:
        return names.says_date(label) and kind.looks(label, sample)

    return Kind(kind.name, kind.type, looks, kind.valid, kind.value, kind.said, kind.precision)


_ISO_DATE = Kind(
    "ISO date",
    FieldType.DATE,
    all_match(_ISO_DAY),
    # Written as the engine writes it, which costs less than a pattern.
    lambda column: surely(
        f"strlen({column}) = 10 AND {column} >= '0001' AND try_cast({column} AS DATE)::VARCHAR = {column}"
    ),
    lambda column: f"{column}::DATE",
    _DAY.format("yyyy-mm-dd"),
    "day",
)
_DATES = (
    _ISO_DATE,
    _day("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "%d/%m/%Y", "dd/mm/yyyy"),
    _day("[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}", "%Y/%m/%d", "yyyy/mm/dd"),
    _day("[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}", "%d-%m-%Y", "dd-mm-yyyy"),
    _day("[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}", "%d.%m.%Y", "dd.mm.yyyy"),
    # Reached only when a month beyond 12 shows that the day does not come first.
    _day("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "%m/%d/%Y", "mm/dd/yyyy"),
    _compact_day(),
)


def _instant(pattern: str, format_: str) -> Kind:
    return _parsed(pattern, format_, FieldType.DATETIME, "every value is a date with a time")


_ISO_DATETIME = Kind(
    "ISO datetime",
    FieldType.DATETIME,
    all_match(_ISO_INSTANT),
    lambda column: f"({matches(column, _ISO_INSTANT)} AND {_in_calendar(_tried_instant(column))})",
    lambda column: f"timezone('UTC', {column}::TIMESTAMPTZ)",
    "every value is a date with a time",
)
_ISO_MINUTE = rf"{_ISO_DAY}[Tt ][0-9]{{2}}:[0-9]{{2}}\s?(?:Z|z|[+-][0-9]{{2}}(?::?[0-9]{{2}})?)"


def _with_seconds(column: str) -> str:
    return f"(left({column}, 16) || ':00' || substr({column}, 17))"


# The engine reads no offset after minutes.
_ISO_MINUTE_OFFSET = Kind(
    "ISO datetime to the minute",
    FieldType.DATETIME,
    all_match(_ISO_MINUTE),
    lambda column: f"({matches(column, _ISO_MINUTE)} AND {_in_calendar(_tried_instant(_with_seconds(column)))})",
    lambda column: f"timezone('UTC', {_with_seconds(column)}::TIMESTAMPTZ)",
    "every value is a date with a time",
)
_HOUR = "[0-9]{1,2}:[0-9]{2}"
_DATETIMES = (
    _ISO_DATETIME,
    _ISO_MINUTE_OFFSET,
    _instant(f"[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}} {_HOUR}:[0-9]{{2}}", "%d/%m/%Y %H:%M:%S"),
    _instant(f"[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}} {_HOUR}", "%d/%m/%Y %H:%M"),
    _instant(f"[0-9]{{4}}/[0-9]{{1,2}}/[0-9]{{1,2}} {_HOUR}:[0-9]{{2}}", "%Y/%m/%d %H:%M:%S"),
    _instant(f"[0-9]{{4}}/[0-9]{{1,2}}/[0-9]{{1,2}} {_HOUR}", "%Y/%m/%d %H:%M"),
)

MOMENTS: tuple[Kind, ...] = (*_DATES, *_DATETIMES)

# What a curator who says "date" or "datetime" also means: years, months, eight digits; days as instants.
CHOSEN_MOMENTS: tuple[Kind, ...] = (
    _parsed("(?:19|20)[0-9]{6}", "%Y%m%d", FieldType.DATE, "", "day"),
    _parsed("[0-9]{4}-[0-9]{2}", "%Y-%m", FieldType.DATE, "", "month"),
    _parsed("[0-9]{2}/[0-9]{4}", "%m/%Y", FieldType.DATE, "", "month"),
    _parsed("[0-9]{4}", "%Y", FieldType.DATE, "", "year"),
    Kind(
        "day of an ISO instant",
        FieldType.DATE,
        any_text,
        _ISO_DATETIME.valid,
        lambda column: f"left({column}, 10)::DATE",
        "",
        "day",
    ),
    _parsed(_ISO_DAY, "%Y-%m-%d", FieldType.DATETIME, ""),
    _parsed("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "%d/%m/%Y", FieldType.DATETIME, ""),
)
