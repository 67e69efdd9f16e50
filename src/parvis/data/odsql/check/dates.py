"""Dates as they are written: literals whole or partial, ``now()``, and the symbols of ``date_format``."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from parvis.core.fields import FieldType

_PARTIAL = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_FULL = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ]"
    r"(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)

_LAST = datetime(9999, 12, 31, 23, 59, 59, 999_999)
MAX_PATTERN = 200


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written: the half-open period it covers, naive when it had no offset.

    ``2017`` covers a year, ``2017-04-03`` a day, a date with a time only that instant (``end`` is then ``start``).
    """

    start: datetime
    end: datetime

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The period in UTC; a text without offset is read in the zone."""
        return _utc(self.start, zone), _utc(self.end, zone)

    def days(self) -> tuple[date, date]:
        """The period in calendar days, the end excluded (at least one day)."""
        first = self.start.date()
        last = self.end.date()
        return first, max(last, _shift_days(first, 1))


def read(text: str) -> Moment | None:
    """What a date text covers, or None when it is not a date."""
    text = text.strip()
    try:
        return _partial(text) or _full(text)
    except (ValueError, OverflowError):
        return None


def is_complete(text: str) -> bool:
    """Whether a text states year, month and day at least."""
    partial = _PARTIAL.fullmatch(text.strip())
    return (partial is not None and partial.group(3) is not None) or _FULL.fullmatch(text.strip()) is not None


def bounds(moment: Moment, type_: FieldType | str, zone: ZoneInfo) -> tuple[date | datetime, date | datetime]:
    """The period in the terms of a date or a datetime field: days, or instants in UTC."""
    return moment.days() if str(type_) == "date" else moment.instants(zone)


def _partial(text: str) -> Moment | None:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(g) if g else None for g in match.groups())
    assert year is not None
    start = datetime(year, month or 1, day or 1)
    if day is not None:
        return Moment(start, _next_day(start))
    if month is not None:
        return Moment(start, _first_of(year + month // 12, month % 12 + 1))
    return Moment(start, _first_of(year + 1, 1))


def _next_day(day: datetime) -> datetime:
    return day + timedelta(days=1) if day.date() < date.max else _LAST


def _first_of(year: int, month: int) -> datetime:
    # Year 9999 is how many registers write "for ever"; its period ends with the calendar.
    return datetime(year, month, 1) if year < 10_000 else _LAST


def _full(text: str) -> Moment | None:
    match = _FULL.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(g or 0) for g in match.groups()[:6])
    micro = int((match.group(7) or "").ljust(6, "0")[:6])
    start = datetime(year, month, day, hour, minute, second, micro)
    offset = match.group(8)
    if offset:
        aware = datetime.fromisoformat(f"2000-01-01T00:00:00{_colon(offset.upper())}")
        start = start.replace(tzinfo=aware.tzinfo)
    return Moment(start, start)


def _colon(offset: str) -> str:
    if offset == "Z":
        return "+00:00"
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"


def _utc(instant: datetime, zone: ZoneInfo) -> datetime:
    try:
        return (instant if instant.tzinfo else instant.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if instant.year > 5000 else datetime.min.replace(tzinfo=UTC)


def _shift_days(day: date, days: int) -> date:
    return day + timedelta(days=days) if day < date.max else day


# ------------------------------------------------------------------ now()

_RANGES = {
    "year": (1, 9999),
    "month": (1, 12),
    "day": (1, 366),
    "hour": (0, 23),
    "minute": (0, 59),
    "second": (0, 59),
    "microsecond": (0, 999_999),
    "weekday": (0, 6),
}
_WEEKDAYS = ("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays")
_SHIFTS = ("weeks", "days", "hours", "minutes", "seconds", "microseconds")
NOW_ARGUMENTS = frozenset({*_RANGES, "years", "months", *_SHIFTS, *_WEEKDAYS})


def shifted(now: datetime, zone: ZoneInfo, changes: Mapping[str, int]) -> datetime:
    """``now(...)``: parts set, then shifts applied, in the zone; the result in UTC.

    Raises ValueError with a readable message for a part out of range.
    """
    local = now.astimezone(zone)
    for name, value in changes.items():
        low, high = _RANGES.get(name, (-1_000_000, 1_000_000))
        if not low <= value <= high:
            raise ValueError(f"now({name}={value}): a value from {low} to {high} is expected")
    try:
        return _apply(local, changes).astimezone(UTC)
    except OverflowError:
        raise ValueError("now(): the date is out of the calendar") from None


def _apply(local: datetime, changes: Mapping[str, int]) -> datetime:
    months = changes.get("years", 0) * 12 + changes.get("months", 0)
    year, month = changes.get("year", local.year), changes.get("month", local.month)
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        raise OverflowError
    last = calendar.monthrange(year, month)[1]
    moved = local.replace(year=year, month=month, day=min(changes.get("day", local.day), last))
    moved = moved.replace(
        hour=changes.get("hour", moved.hour),
        minute=changes.get("minute", moved.minute),
        second=changes.get("second", moved.second),
        microsecond=changes.get("microsecond", moved.microsecond),
    )
    if "weekday" in changes:
        moved += timedelta(days=(changes["weekday"] - moved.weekday()) % 7)
    for number, name in enumerate(_WEEKDAYS):
        if name in changes:
            moved = _weekday(moved, number, changes[name])
    return moved + timedelta(**{name: changes[name] for name in _SHIFTS if name in changes})


def _weekday(day: datetime, weekday: int, count: int) -> datetime:
    """The count-th such weekday after (or before, when negative) the day."""
    if count > 0:
        return day + timedelta(days=((weekday - day.weekday() - 1) % 7) + 1 + 7 * (count - 1))
    if count < 0:
        return day - timedelta(days=((day.weekday() - weekday - 1) % 7) + 1 + 7 * (-count - 1))
    return day


# ------------------------------------------------------------------ date_format()

SYMBOLS = (
    *("yyyy", "YYYY", "xxxx", "EEEE", "MMMM", "DDD", "MMM"),
    *("yy", "YY", "xx", "ww", "MM", "dd", "HH", "mm", "ss"),
    *("w", "e", "E", "D", "M", "d", "H", "m", "s"),
)
_PIECE = re.compile(rf"(?P<symbol>{'|'.join(SYMBOLS)})|'(?P<quoted>(?:[^']|'')*)'|(?P<text>[^A-Za-z']+)")


def pieces(pattern: str) -> tuple[tuple[str, str], ...]:
    """A pattern as ``("symbol", …)`` and ``("text", …)`` pieces. Raises ValueError naming what is not a symbol."""
    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"the pattern is longer than {MAX_PATTERN} characters")
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(pattern):
        match = _PIECE.match(pattern, position)
        if match is None:
            raise ValueError(f"{pattern[position:][:20]!r} is not a date symbol; put free text between quotes")
        if match.group("symbol"):
            found.append(("symbol", match.group("symbol")))
        elif match.group("quoted") is not None:
            found.append(("text", match.group("quoted").replace("''", "'") or "'"))
        else:
            found.append(("text", match.group("text")))
        position = match.end()
    return tuple(found)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day in the zone, in UTC."""
    return _utc(datetime.combine(day, time.min), zone)
