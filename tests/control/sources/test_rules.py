"""When sources run: intervals, cron lines, and the two odd nights of the year."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.control.sources.facts import InvalidSchedule
from parvis.control.sources.rules import RETRIES, checked_schedule, is_silent, next_run, retry_at, tells_failure

PARIS = "Europe/Paris"


def at(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("schedule", "after", "expected"),
    [
        ("15m", "2026-01-01T00:00+00:00", "2026-01-01T00:15+00:00"),
        ("every 2 h", "2026-01-01T00:00+00:00", "2026-01-01T02:00+00:00"),
        ("1d", "2026-01-01T00:00+00:00", "2026-01-02T00:00+00:00"),
        ("0 3 * * *", "2026-01-01T00:00+00:00", "2026-01-01T02:00+00:00"),
        ("0 3 * * *", "2026-07-01T00:00+00:00", "2026-07-01T01:00+00:00"),
        # On this night the clock goes from 2 to 3 o'clock.
        ("30 2 * * *", "2026-03-28T23:30+00:00", "2026-03-29T01:00+00:00"),
        # On this one from 3 to 2: half past two comes twice, and counts once.
        ("30 2 * * *", "2026-10-24T22:30+00:00", "2026-10-25T00:30+00:00"),
        ("30 2 * * *", "2026-10-25T00:30+00:00", "2026-10-26T01:30+00:00"),
    ],
)
def test_the_next_run(schedule: str, after: str, expected: str) -> None:
    assert next_run(schedule, PARIS, at(after)) == at(expected)


def test_without_schedule_there_is_no_next_run() -> None:
    assert next_run("", PARIS, at("2026-01-01T00:00+00:00")) is None


@pytest.mark.parametrize("text", ["soon", "0m", "* * *", "61 * * * *", "0 0 31 2 *", "15 parsecs"])
def test_a_schedule_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(InvalidSchedule):
        checked_schedule(text, PARIS)
    with pytest.raises(InvalidSchedule):
        checked_schedule("1d", "Europe/Atlantis")


@given(st.integers(1, 50), st.integers(1, 100_000))
def test_a_retry_is_never_later_than_the_schedule(failures: int, minutes: int) -> None:
    start = at("2026-01-01T00:00+00:00")
    scheduled = start + timedelta(minutes=minutes)
    again = retry_at(failures, start, scheduled)
    assert again is not None
    assert start < again <= scheduled


def test_the_owner_hears_after_all_retries() -> None:
    assert [tells_failure(n, transient=True) for n in range(1, len(RETRIES) + 3)] == [False, False, False, True, True]
    assert tells_failure(1, transient=False)


def test_silence() -> None:
    start = at("2026-01-01T00:00+00:00")
    assert not is_silent("2d", start, start + timedelta(days=2))
    assert is_silent("2d", start, start + timedelta(days=2, seconds=1))
    assert not is_silent("", start, start + timedelta(days=900))
