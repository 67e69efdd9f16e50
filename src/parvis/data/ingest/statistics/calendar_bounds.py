"""Bounds of histograms of time: whole seconds, minutes, hours, days, weeks from Monday, months, years.

As bounds of numbers: they grow, and an interval holds its first bound and not its last; the last one holds both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from parvis.data.ingest.statistics.bounds import MOST

_DAY = 86_400
_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200)
_DAYS = (1, 2, 7, 14)
# Months of a step, with the days of the shortest such step.
_MONTHS = ((1, 28), (2, 59), (3, 90), (6, 181))
_YEARS = tuple(years * 10**power for power in range(4) for years in (1, 2, 5))
_STEPS = (*_MONTHS, *((12 * years, 365 * years) for years in _YEARS))
# A Monday.
_ORIGIN = datetime.combine(date.min, time.min)
_END = datetime.combine(date.max, time.max)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Bounds by number: that of the interval which holds an instant, and the bound of a number."""

    number: Callable[[datetime], int]
    bound: Callable[[int], datetime]


def days(low: date, high: date) -> list[date]:
    """Bounds of days, one day apart at least."""
    ends = (datetime.combine(day, time.min) for day in (low, high))
    return [bound.date() for bound in moments(*ends, least=_DAY)]


def moments(low: datetime, high: datetime, *, least: int = 1) -> list[datetime]:
    """Bounds of instants without zone, so many seconds apart at least."""
    scale = _scale((high - low) / (MOST - 1), least)
    bounds: list[datetime] = []
    for number in count(scale.number(low)):
        try:
            bounds.append(scale.bound(number))
        except (OverflowError, ValueError):
            # The calendar ends: so does the last interval.
            return [*bounds, _END]
        if bounds[-1] > high:
            return bounds
    raise AssertionError("numbers do not end")


def _scale(length: timedelta, least: int) -> _Scale:
    """The finest scale whose intervals are that long."""
    steps = [timedelta(seconds=n) for n in _SECONDS if n >= least] + [timedelta(days=n) for n in _DAYS]
    for step in steps:
        if step >= length:
            return _even(step)
    months = next(months for months, shortest in _STEPS if timedelta(days=shortest) >= length)
    return _Scale(lambda at: (at.year * 12 + at.month - 1) // months, lambda number: _month(number * months))


def _even(step: timedelta) -> _Scale:
    return _Scale(lambda at: (at - _ORIGIN) // step, lambda number: _ORIGIN + number * step)


def _month(number: int) -> datetime:
    """The first day of a month, counted from the year 0, which begins with the calendar."""
    year, month = divmod(number, 12)
    return datetime.combine(date(year, month + 1, 1), time.min) if year else _ORIGIN
