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
        ("2017", "2017-01-01", "2018-01-01"),
        ("2017-12", "2017-12-01", "2018-01-01"),
        ("2017/4/3", "2017-04-03", "2017-04-04"),
        ("2017-04-03T08:02", "2017-04-03T08:02", "2017-04-03T08:02"),
        ("2017-04-03 08:02:01.5", "2017-04-03T08:02:01.500000", "2017-04-03T08:02:01.500000"),
    ],
)
def test_a_text_covers_a_period(text: str, start: str, end: str) -> None:
    moment = read(text)
    assert moment is not None
    assert (moment.start, moment.end) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


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
        ({}, "2026-03-31T12:00"),
        ({"months": -1}, "2026-02-28T12:00"),
        ({"years": -1, "days": 1}, "2025-04-01T12:00"),
        ({"day": 31, "month": 2}, "2026-02-28T12:00"),
        ({"hours": -13}, "2026-03-30T23:00"),
        ({"weekday": 1}, "2026-03-31T12:00"),
        ({"weekday": 0}, "2026-04-06T12:00"),
        ({"mondays": -1}, "2026-03-30T12:00"),
        ({"tuesdays": 1}, "2026-04-07T12:00"),
        ({"weeks": 2, "minute": 5}, "2026-04-14T12:05"),
    ],
)
def test_now_is_set_and_shifted(changes: dict[str, int], expected: str) -> None:
    assert shifted(NOON, ZoneInfo("UTC"), changes) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


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
    with pytest.raises(ValueError, match=r"symbol|pattern"):
        pieces(pattern)
