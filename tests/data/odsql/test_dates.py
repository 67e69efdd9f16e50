"""Date literals, now() and the patterns of date_format()."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.data.odsql.check.dates import SYMBOLS, is_complete, pieces, read, shifted

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2017", datetime(2017, 1, 1), datetime(2018, 1, 1)),
        ("2017-12", datetime(2017, 12, 1), datetime(2018, 1, 1)),
        ("2017/4/3", datetime(2017, 4, 3), datetime(2017, 4, 4)),
        ("2017-04-03T08:02", datetime(2017, 4, 3, 8, 2), datetime(2017, 4, 3, 8, 2)),
        ("2017-04-03 08:02:01.5", datetime(2017, 4, 3, 8, 2, 1, 500_000), datetime(2017, 4, 3, 8, 2, 1, 500_000)),
    ],
)
def test_a_text_covers_a_period(text: str, start: datetime, end: datetime) -> None:
    moment = read(text)
    assert moment is not None
    assert (moment.start, moment.end) == (start, end)


@pytest.mark.parametrize("text", ["-01", "", "2017-13", "2017-02-30", "20170403", "2017-04-03T25:00", "hier"])
def test_other_texts_are_no_dates(text: str) -> None:
    assert read(text) is None


@given(st.text(alphabet="0123456789-/T:Z+. ", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    moment = read(text)
    assert moment is None or moment.instants(PARIS)[0] <= moment.instants(PARIS)[1]


def test_a_complete_date_has_a_day() -> None:
    assert is_complete("2017-04-03")
    assert is_complete("2017-04-03T08:02Z")
    assert not is_complete("2017-04")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, datetime(2026, 3, 31, 12)),
        ({"months": -1}, datetime(2026, 2, 28, 12)),
        ({"years": -1, "days": 1}, datetime(2025, 4, 1, 12)),
        ({"day": 31, "month": 2}, datetime(2026, 2, 28, 12)),
        ({"hours": -13}, datetime(2026, 3, 30, 23)),
        ({"weekday": 1}, datetime(2026, 3, 31, 12)),
        ({"weekday": 0}, datetime(2026, 4, 6, 12)),
        ({"mondays": -1}, datetime(2026, 3, 30, 12)),
        ({"tuesdays": 1}, datetime(2026, 4, 7, 12)),
        ({"weeks": 2, "minute": 5}, datetime(2026, 4, 14, 12, 5)),
    ],
)
def test_now_is_set_and_shifted(changes: dict[str, int], expected: datetime) -> None:
    assert shifted(NOON, ZoneInfo("UTC"), changes) == expected.replace(tzinfo=UTC)


def test_now_moves_in_the_timezone_of_the_request() -> None:
    assert shifted(NOON, PARIS, {"hour": 0, "minute": 0}) == datetime(2026, 3, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize("changes", [{"hour": 24}, {"year": 0}, {"years": 9_000}, {"days": 10**6, "year": 9999}])
def test_now_out_of_the_calendar_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"^now\("):
        shifted(NOON, PARIS, changes)


def test_a_pattern_is_symbols_and_texts() -> None:
    assert pieces("dd/MM 'de' YYYY") == (
        ("symbol", "dd"),
        ("text", "/"),
        ("symbol", "MM"),
        ("text", " "),
        ("text", "de"),
        ("text", " "),
        ("symbol", "YYYY"),
    )
    assert pieces("''") == (("text", "'"),)
    assert [piece for (piece,) in [pieces(symbol) for symbol in SYMBOLS]] == [("symbol", s) for s in SYMBOLS]


@pytest.mark.parametrize("pattern", ["QQ", "dd of MM", "'open", "y" * 400])
def test_a_pattern_of_other_letters_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="symbol|pattern"):
        pieces(pattern)
