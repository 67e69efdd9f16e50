"""Bounds of histograms: few, growing, around the values, and readable."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.data.ingest.statistics import bounds, calendar_bounds

MAKERS: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "whole": (bounds.whole, st.integers(-(2**63), 2**63 - 1)),
    "decimal": (bounds.decimal, st.floats(allow_nan=False, allow_infinity=False)),
    "days": (calendar_bounds.days, st.dates()),
    "moments": (calendar_bounds.moments, st.datetimes()),
}


@given(st.data(), st.sampled_from(sorted(MAKERS)))
def test_bounds_grow_around_the_values_and_are_few(data: st.DataObject, kind: str) -> None:
    make, values = MAKERS[kind]
    low, high = sorted((data.draw(values), data.draw(values)))
    found = make(low, high)
    assert 2 <= len(found) <= 22
    assert found[0] <= low <= high <= found[-1]
    assert len(found) == 2 or all(one < other for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("low", "high", "first", "second"),
    [(0, 16, 0, 1), (1, 98, 0, 10), (-7, 1_000_003, -100_000, 0), (5, 5, 5, 6)],
)
def test_whole_numbers(low: int, high: int, first: int, second: int) -> None:
    assert bounds.whole(low, high)[:2] == [first, second]


def test_decimal_numbers_are_written_short() -> None:
    assert bounds.decimal(0.02, 0.98)[:4] == [0.0, 0.1, 0.2, 0.3]
    assert bounds.decimal(2.5, 2.5) == [2.5, 2.5]


def test_days_are_days_weeks_months_years_or_more() -> None:
    assert calendar_bounds.days(date(2024, 1, 3), date(2024, 1, 9))[:2] == [date(2024, 1, 3), date(2024, 1, 4)]
    weeks = calendar_bounds.days(date(2024, 1, 3), date(2024, 4, 1))
    assert weeks[0].isoweekday() == 1
    assert (weeks[1] - weeks[0]).days == 7
    assert calendar_bounds.days(date(2024, 2, 3), date(2025, 6, 1))[:2] == [date(2024, 2, 1), date(2024, 3, 1)]
    assert calendar_bounds.days(date(1804, 2, 3), date(1990, 6, 1))[:2] == [date(1800, 1, 1), date(1810, 1, 1)]


def test_instants_are_seconds_to_years() -> None:
    ends = map(datetime.fromisoformat, ("2024-05-01T10:07", "2024-05-01T10:55"))
    found = [bound.isoformat() for bound in calendar_bounds.moments(*ends)]
    assert found[:2] == ["2024-05-01T10:05:00", "2024-05-01T10:10:00"]
