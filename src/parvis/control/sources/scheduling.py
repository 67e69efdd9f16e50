"""What is due: runs of schedules, silent feeds, runs that nobody carries on."""

from __future__ import annotations

import logging
import time

from django.db import transaction

from parvis.control.sources import rules
from parvis.control.sources.actions import open_run
from parvis.control.sources.facts import RunState, SourceBusy
from parvis.control.sources.models import Alert, Run, Source
from parvis.control.sources.running import end_failed
from parvis.core.clock import now
from parvis.core.config import Settings
from parvis.core.errors import ParvisError
from parvis.data.store.spool import Spool

logger = logging.getLogger(__name__)
_PAUSE = 1.0
_looked = [0.0]


class RunAbandoned(ParvisError):
    """The worker of a run stopped, and no other took it up."""

    code = "RunAbandoned"
    transient = True


def turn() -> None:
    """Look what is due, every second at most; called by each worker between its tasks."""
    if time.monotonic() - _looked[0] >= _PAUSE:
        _looked[0] = time.monotonic()
        for step in (start_due, start_pushed, raise_silence, end_abandoned):
            try:
                step()
            except (ParvisError, OSError, ValueError):
                # One source must not keep the worker from the others.
                logger.exception("what is due could not be looked at")


def start_due() -> int:
    """Open a run for every source whose time has come; returns how many. Workers may call it at once."""
    due = Source.objects.filter(paused=False, next_run__lte=now()).values_list("pk", flat=True)
    return sum(_start(pk) for pk in due)


def start_pushed() -> int:
    """Open a run for every push source whose spool holds requests; returns how many."""
    count = 0
    for domain, dataset_id in Spool(Settings.from_environment().home).datasets():
        source = Source.objects.filter(domain=domain, dataset_id=dataset_id, kind="push", paused=False).first()
        if source is None or (source.failures and source.next_run is not None and source.next_run > now()):
            continue
        try:
            open_run(source, "push", "push")
            count += 1
        except SourceBusy:
            continue
    return count


@transaction.atomic
def _start(pk: int) -> bool:
    source = Source.objects.select_for_update().filter(pk=pk, paused=False, next_run__lte=now()).first()
    if source is None:
        return False
    source.next_run = rules.next_run(source.schedule, source.timezone, now())
    source.save(update_fields=["next_run"])
    try:
        open_run(source, "schedule" if source.failures == 0 else "retry", "schedule")
    except SourceBusy:
        return False
    return True


def raise_silence() -> int:
    """Alert owners of sources that brought nothing new for longer than they expect; once each silence."""
    count = 0
    for source in Source.objects.filter(paused=False, told_silent=False).exclude(silent_after=""):
        if rules.is_silent(source.silent_after, source.last_new, now()):
            count += _silent(source.pk)
    return count


@transaction.atomic
def _silent(pk: int) -> bool:
    source = Source.objects.select_for_update().get(pk=pk)
    if source.told_silent:
        return False
    source.told_silent = True
    source.save(update_fields=["told_silent"])
    message = f"Nothing new since {source.last_new:%Y-%m-%d %H:%M} UTC, expected every {source.silent_after}"
    Alert.objects.create(source=source, kind="silent", owner=source.owner, message=message)
    return True


def end_abandoned() -> int:
    """End runs whose workers died more often than jobs are tried again."""
    limit = now() - rules.TIME_LIMIT - rules.SILENCE
    left = Run.objects.filter(state__in=(RunState.FETCHING, RunState.FETCHED), heartbeat__lt=limit)
    abandoned = list(left.values_list("pk", flat=True))
    for pk in abandoned:
        end_failed(pk, RunAbandoned("The worker of the run stopped, and no other took it up"))
    return len(abandoned)
