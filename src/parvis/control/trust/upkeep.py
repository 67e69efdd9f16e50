"""What time does to scores: they are computed anew as their evidence ages, and old checks become one line a day."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction

from parvis.control.jobs import queries as jobs
from parvis.control.trust import watching
from parvis.control.trust.facts.checks import DayLine
from parvis.control.trust.models import CheckDay, CheckRow, CurrentScore
from parvis.control.trust.receivers import ask_for_score
from parvis.control.trust.rules.days import day_line
from parvis.core.config import Settings
from parvis.core.errors import NotFound, ParvisError
from parvis.data.store.asks import Asks, CheckedRecently

logger = logging.getLogger(__name__)
AGES_AFTER = timedelta(days=1)
KEPT = timedelta(days=400)
_BATCH, _LINES, _BUSY = 200, 20_000, 500


def turn(at: datetime) -> None:
    """What is due by time and takes no network."""
    for step in (rescore_aged, fold_old):
        try:
            step(at)
        except (ParvisError, OSError):
            logger.exception("the upkeep of scores was broken off")


def take_asked(at: datetime) -> int:
    """Have the addresses looked at that anybody asked for since the last turn; returns of how many datasets."""
    taken = Asks(Settings.from_environment().home).take()
    for uid in taken:
        try:
            watching.ask_of(uid)
        except (NotFound, CheckedRecently):
            logger.info("the checks asked for %s are not due", uid)
    return len(taken)


def rescore_aged(at: datetime) -> int:
    """Ask for the scores that were last confirmed more than a day ago, the oldest first; returns how many.

    Points age: a check is late, a review expires, a dataset grows a date in the past.
    """
    if jobs.unfinished() > _BUSY:
        return 0
    aged = CurrentScore.objects.filter(at__lt=at - AGES_AFTER).order_by("at").values_list("pk", flat=True)
    uids = list(aged[:_BATCH])
    for uid in uids:
        ask_for_score(uid, "time")
    return len(uids)


@transaction.atomic
def fold_old(at: datetime) -> int:
    """Turn checks older than 400 days into one line a day and address; returns how many went."""
    border = (at - KEPT).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = CheckRow.objects.filter(at__lt=border).order_by("dataset", "distribution", "at")[:_LINES]
    found = list(rows)
    for (uid, target, day), same in groupby(found, key=lambda row: (row.dataset_id, row.distribution, row.at.date())):
        _fold(uid, target, day, list(same))
    CheckRow.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


def _fold(uid: str, target: str, day: date, rows: Iterable[CheckRow]) -> None:
    """A day that was begun by an earlier turn is added to."""
    found = [(row.outcome, row.record.get("ttfb_ms")) for row in rows if row.confirmed]
    if not found:
        return
    kept = CheckDay.objects.filter(dataset=uid, distribution=target, day=day).first()
    text = day.isoformat()
    before = DayLine(target, text, kept.checks, kept.ok, kept.worst, kept.latency_ms) if kept else None
    line = day_line(target, text, found, before)
    values = {"checks": line.checks, "ok": line.ok, "worst": line.worst, "latency_ms": line.latency_ms}
    CheckDay.objects.update_or_create(dataset_id=uid, distribution=target, day=day, defaults=values)
