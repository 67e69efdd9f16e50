"""When an address is looked at next: often while it changes or fails, seldom once it has rested."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from parvis.control.catalog.facts import DatasetFacts
from parvis.data.metadata.vocabularies import codes
from parvis.data.trust.states import Outcome
from parvis.data.trust.targets import Target

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOSTED, LIVELY, COMMON, WEEKLY, MONTHLY = 6 * HOUR, 12 * HOUR, DAY, 7 * DAY, 30 * DAY
# A failure counts when these tries have failed too: ten minutes and an hour after the first one.
TRIES = (timedelta(0), timedelta(minutes=10), HOUR)
CONFIRMED_FROM = len(TRIES)
_ONCE_CONFIRMED = (HOUR, 6 * HOUR, DAY)
_FAILURES = frozenset({Outcome.DOWN, Outcome.FORBIDDEN, Outcome.WRONG_CONTENT})
_DAILY = ("UPDATE_CONT", "1MIN", "5MIN", "10MIN", "15MIN", "30MIN", "HOURLY", "BIHOURLY", "TRIHOURLY", "12HRS")
_LIVELY = frozenset((*_DAILY, "CONT", "DAILY", "DAILY_2", "DAILY_3"))
# Checks are spread by coming up to so much earlier than planned.
JITTER = 0.1
BY_OWNER, BY_ANYONE = timedelta(minutes=10), DAY


def is_failure(outcome: Outcome | None) -> bool:
    """Whether an outcome has to be confirmed by further tries."""
    return outcome in _FAILURES


def is_lively(dataset: DatasetFacts) -> bool:
    """A high-value dataset, or one that is updated every day or more often."""
    description = dataset.description
    code = codes.frequency(description.update_frequency)
    return bool(description.hvd_categories) or (code is not None and code.code in _LIVELY)


def pause(target: Target, *, lively: bool, changed: datetime | None, at: datetime) -> timedelta:
    """Until the next look at an address that answers; ``changed`` is when its content last did."""
    if target.hosted:
        return HOSTED
    if lively:
        return LIVELY
    rested = at - changed if changed is not None else timedelta()
    if rested >= MONTHLY:
        return MONTHLY
    return WEEKLY if rested >= WEEKLY else COMMON


def counted(failures: int, since: datetime, at: datetime) -> int:
    """How many failures count with one more at this instant: a look by hand, between two tries, is no try."""
    if failures >= CONFIRMED_FROM:
        return failures + 1
    return min(failures + 1, sum(at - since >= after for after in TRIES))


def pause_after_failure(failures: int, since: datetime, at: datetime) -> timedelta:
    """Until the next look after that many failures in a row, the first of them at ``since``."""
    if failures < CONFIRMED_FROM:
        return max(timedelta(0), since + TRIES[failures] - at)
    place = failures - CONFIRMED_FROM
    if place < len(_ONCE_CONFIRMED):
        return _ONCE_CONFIRMED[place]
    return DAY if at - since < MONTHLY else WEEKLY


def jittered(delay: timedelta, share: float | None = None) -> timedelta:
    """A little less, so that what was planned together does not come together. ``share`` is drawn from 0 to 1."""
    drawn = random.random() if share is None else share
    return delay * (1 - JITTER * drawn)
