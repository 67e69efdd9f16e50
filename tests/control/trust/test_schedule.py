"""When an address is looked at next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from parvis.control.trust.rules import schedule, standing
from parvis.data.connectors.probe import Check, Seen
from parvis.data.trust.states import Outcome
from parvis.data.trust.targets import Target

AT = datetime(2026, 11, 20, 6, tzinfo=UTC)
FILE = Target("f", "data", "https://example.org/f.csv", "csv")
HOURS = timedelta(hours=1)


def checked(outcome: Outcome | None, at: datetime = AT, rest: int | None = None) -> Check:
    return Check(at.isoformat(), FILE.url, outcome, rest_s=rest)


@pytest.mark.parametrize(
    ("target", "lively", "rested", "hours"),
    [
        (Target("f", "data", "/f", hosted=True), True, 90, 6),
        (FILE, True, 90, 12),
        (FILE, False, None, 24),
        (FILE, False, 6, 24),
        (FILE, False, 7, 168),
        (FILE, False, 29, 168),
        (FILE, False, 30, 720),
    ],
)
def test_an_address_rests_longer_the_longer_it_has_not_changed(
    target: Target, lively: bool, rested: int | None, hours: int
) -> None:
    changed = None if rested is None else AT - timedelta(days=rested)
    assert schedule.pause(target, lively=lively, changed=changed, at=AT) == hours * HOURS


def test_a_failure_counts_once_its_tries_have_failed_ten_minutes_and_an_hour_after() -> None:
    failures, since, at, found = 0, None, AT, []
    for _ in range(7):
        after = standing.after(checked(Outcome.DOWN, at), Seen(), FILE, failures=failures, since=since, lively=False)
        found.append((after.confirmed, round((at - AT).total_seconds() / 60)))
        # What is spread may come up to a tenth earlier: here it comes as late as it can.
        failures, since = after.failures, after.since
        at += schedule.pause_after_failure(failures, since or at, at)
    assert found == [(False, 0), (False, 10), (True, 60), (True, 120), (True, 480), (True, 1920), (True, 3360)]


def test_a_look_by_hand_between_two_tries_is_no_try() -> None:
    at = AT + timedelta(minutes=3)
    early = standing.after(checked(Outcome.DOWN, at), Seen(), FILE, failures=1, since=AT, lively=False)
    assert (early.failures, early.confirmed, early.next_in) == (1, False, timedelta(minutes=7))
    confirmed = standing.after(checked(Outcome.DOWN, at), Seen(), FILE, failures=3, since=AT, lively=False)
    assert (confirmed.failures, confirmed.confirmed) == (4, True)


def test_an_address_that_failed_for_a_month_is_tried_each_week() -> None:
    assert schedule.pause_after_failure(40, AT - timedelta(days=31), AT) == timedelta(days=7)
    assert schedule.pause_after_failure(40, AT - timedelta(days=29), AT) == timedelta(days=1)


def test_an_answer_ends_the_failures() -> None:
    after = standing.after(checked(Outcome.OK), Seen(), FILE, failures=5, since=AT, lively=False)
    assert (after.failures, after.since, after.confirmed) == (0, None, True)
    assert timedelta(days=0.9) <= after.next_in <= timedelta(days=1)


def test_a_host_that_asks_for_rest_keeps_its_standing() -> None:
    after = standing.after(checked(None, rest=90_000), Seen(), FILE, failures=2, since=AT, lively=False)
    assert (after.failures, after.confirmed, after.next_in) == (2, False, timedelta(seconds=90_000))
