"""Looking at the addresses that are due, and keeping what was found."""

from __future__ import annotations

import logging
import ssl
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from parvis.control.trust.models import CheckRow, WatchRow
from parvis.control.trust.receivers import ask_for_score
from parvis.control.trust.rules import standing
from parvis.control.trust.watching import claim, release
from parvis.core.clock import now
from parvis.core.config import Settings
from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.guarded.deadline import Cancel, never
from parvis.data.connectors.guarded.policy import networks_of
from parvis.data.connectors.probe import Manners, Prober, checked
from parvis.data.connectors.probe.manners import Limits
from parvis.data.connectors.probe.rounds import Told
from parvis.data.trust.targets import Target

logger = logging.getLogger(__name__)
SECONDS = 120.0
USER_AGENT = "Parvis/0.1 (+https://www.parvis.org/bot; verification)"


def outward(*, limits: Limits | None = None, tls: ssl.SSLContext | None = None) -> Prober:
    """Checks addresses of others: only what the operator's policy allows."""
    settings = Settings.from_environment()
    policy = Policy(
        networks=networks_of(settings.fetch_networks),
        ports=settings.fetch_ports,
        total_seconds=SECONDS,
        user_agent=USER_AGENT,
    )
    return Prober(policy, manners=Manners(limits), tls=tls)


def homeward() -> Prober | None:
    """Checks our own addresses where the operator stated one (``PARVIS_ADDRESS``), private or not; else None."""
    host = urlsplit(Settings.from_environment().address).hostname
    if not host:
        return None
    policy = Policy(allow_private=True, ports=None, total_seconds=SECONDS, user_agent=USER_AGENT)
    return Prober(policy, manners=Manners(own=frozenset({host})))


def run_round(
    others: Prober, own: Prober | None, *, only: str | None = None, seconds: float = SECONDS, cancel: Cancel = never
) -> int:
    """Look at what is due now (``only``: of one dataset), at most so long; returns how many were looked at."""
    taken = claim(now(), only=only)
    mine = [asked for asked in taken if own is not None and is_ours(asked.target)]
    theirs = [asked for asked in taken if asked not in mine]
    done: set[int] = set()
    dirty: dict[str, None] = {}
    try:
        for prober, asked in ((own, mine), (others, theirs)):
            if prober is not None and asked:
                for told in checked(prober, asked, seconds=seconds, cancel=cancel):
                    done.add(told.key)
                    if uid := keep(told):
                        dirty[uid] = None
    finally:
        release({asked.key for asked in taken} - done)
        for uid in dirty:
            ask_for_score(uid, "checked")
    return len(done)


def is_ours(target: Target) -> bool:
    """Whether the address is below the stated one of this installation."""
    stated = Settings.from_environment().address.rstrip("/")
    return target.hosted and bool(stated) and target.url.startswith(f"{stated}/")


@transaction.atomic
def keep(told: Told[int]) -> str | None:
    """Write a check down and plan the next; gives the dataset whose score may move, None when none can.

    An address that was forgotten or replaced meanwhile is left alone.
    """
    row = WatchRow.objects.select_for_update().filter(pk=told.key).first()
    if row is None or not told.check.url.endswith(row.address["url"]):
        return None
    check = told.check
    target = Target(**row.address)
    found = standing.after(check, told.seen, target, failures=row.failures, since=row.since, lively=row.lively)
    at = datetime.fromisoformat(check.at)
    CheckRow.objects.create(
        dataset_id=row.dataset_id,
        distribution=row.target,
        at=at,
        outcome=check.outcome.value if check.outcome else "",
        confirmed=found.confirmed,
        trigger=row.trigger,
        record={**check.to_dict(), "role": target.role},
        next_at=at + found.next_in,
    )
    row.failures, row.since, row.seen = found.failures, found.since, told.seen.to_dict()
    row.next_at, row.claimed, row.trigger = at + found.next_in, None, "schedule"
    row.save()
    return str(row.dataset_id) if found.confirmed else None
