"""Which addresses are watched, and since when each is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from parvis.control.accounts.facts import Actor
from parvis.control.audit.actions import record
from parvis.control.catalog import queries as catalog
from parvis.control.catalog.facts import DatasetFacts, DatasetState
from parvis.control.trust.evidence import reachable_root
from parvis.control.trust.models import AskedRow, WatchRow
from parvis.control.trust.rules import schedule
from parvis.control.trust.rules.gathering import targets
from parvis.core.clock import now
from parvis.core.errors import NotFound
from parvis.data.connectors.probe import Seen
from parvis.data.connectors.probe.rounds import Asked
from parvis.data.store.asks import CheckedRecently
from parvis.data.trust.targets import Target

# A worker that holds an address longer than this is taken for dead.
CLAIM = timedelta(minutes=10)
# How long an address of ours rests that nobody can follow.
HIDDEN = timedelta(hours=1)
BATCH = 400


@transaction.atomic
def watch(uid: str) -> int:
    """Bring the watch in line with the dataset: new and changed addresses are due at once, removed ones forgotten.

    A dataset that is not published is not watched. Returns how many addresses are due anew.
    """
    dataset = catalog.by_uid(uid)
    wanted = {t.id[:120]: t for t in _watched(dataset)}
    rows = {row.target: row for row in WatchRow.objects.select_for_update().filter(dataset=uid)}
    WatchRow.objects.filter(dataset=uid).exclude(target__in=wanted).delete()
    version, lively = str(dataset.version or ""), schedule.is_lively(dataset)
    fresh = 0
    for name, target in wanted.items():
        row = rows.get(name)
        if row is None or row.address["url"] != target.url:
            _begin(uid, name, target, version, lively, row)
            fresh += 1
        elif (row.address, row.version, row.lively) != (asdict(target), version, lively):
            row.address, row.version, row.lively = asdict(target), version, lively
            row.save(update_fields=["address", "version", "lively"])
    return fresh


@transaction.atomic
def ask(*, actor: Actor | None, domain: str | None, dataset_id: str) -> int:
    """Have every address of a published dataset looked at now; returns how many.

    Managers of the domain once in 10 minutes, anyone else (``actor`` None) once a day in all. Writes an audit line.
    Errors: NotFound, CheckedRecently.
    """
    return _ask(actor, catalog.dataset(domain, dataset_id))


@transaction.atomic
def ask_of(uid: str) -> int:
    """The same, for anyone, of the dataset of that immutable identifier."""
    return _ask(None, catalog.by_uid(uid))


def _ask(actor: Actor | None, dataset: DatasetFacts) -> int:
    if dataset.state is not DatasetState.PUBLISHED or (actor is None and dataset.restricted):
        raise NotFound(f"{dataset.id} is not published")
    owner = actor is not None and actor.manages(dataset.domain)
    _count(dataset, owner=owner)
    watch(dataset.uid)
    asked = WatchRow.objects.filter(dataset=dataset.uid).update(next_at=now(), trigger="owner" if owner else "anyone")
    label = actor.label if actor is not None else "anyone"
    record(actor=label, action="trust.check", object=dataset.uid, domain=dataset.domain, detail={"addresses": asked})
    return asked


@transaction.atomic
def claim(at: datetime, *, only: str | None = None, limit: int = BATCH) -> list[Asked[int]]:
    """Take addresses that are due (``only``: of one dataset), the oldest first, so that no other worker does.

    Keyed by their row. Ours are put off while the portal has no address that can be followed.
    """
    free = Q(claimed__isnull=True) | Q(claimed__lt=at)
    due = WatchRow.objects.select_for_update(of=("self",)).filter(free, next_at__lte=at).select_related("dataset")
    rows = list((due if only is None else due.filter(dataset=only))[:limit])
    WatchRow.objects.filter(pk__in=[row.pk for row in rows]).update(claimed=at + CLAIM)
    found = {row.pk: _complete(row) for row in rows}
    hidden = [pk for pk, target in found.items() if target is None]
    # Whoever asks for one dataset leaves them due: a worker may know the address.
    WatchRow.objects.filter(pk__in=hidden).update(claimed=None, next_at=at if only else at + HIDDEN)
    return [
        Asked(row.pk, target, Seen.from_dict(row.seen), row.version or None)
        for row in rows
        if (target := found[row.pk]) is not None
    ]


def release(keys: Iterable[int]) -> None:
    """Give back addresses that were claimed and not looked at."""
    WatchRow.objects.filter(pk__in=list(keys)).update(claimed=None)


def anything_due(at: datetime) -> bool:
    """Whether an address waits to be looked at; a plain read."""
    return WatchRow.objects.filter(Q(claimed__isnull=True) | Q(claimed__lt=at), next_at__lte=at).exists()


def _watched(dataset: DatasetFacts) -> tuple[Target, ...]:
    """Nothing of what is not published. Our own addresses are watched without the root, which may change."""
    return targets(dataset, "") if dataset.state is DatasetState.PUBLISHED else ()


def _complete(row: WatchRow) -> Target | None:
    target = Target(**row.address)
    if not target.hosted:
        return target
    root = reachable_root(row.dataset.domain_id)
    return None if root is None else replace(target, url=root + target.url)


def _begin(uid: str, name: str, target: Target, version: str, lively: bool, row: WatchRow | None) -> None:
    if row is not None:
        row.delete()
    WatchRow.objects.create(
        dataset_id=uid,
        target=name,
        address=asdict(target),
        version=version,
        lively=lively,
        next_at=now(),
        trigger="publish" if row is None else "edit",
    )


def _count(dataset: DatasetFacts, *, owner: bool) -> None:
    at = now()
    row, _ = AskedRow.objects.select_for_update().get_or_create(pk=dataset.uid)
    last, rest = (row.by_owner, schedule.BY_OWNER) if owner else (row.by_anyone, schedule.BY_ANYONE)
    if last is not None and at - last < rest:
        left = int((last + rest - at).total_seconds()) + 1
        raise CheckedRecently(
            f"the addresses of {dataset.id} were checked by hand; again in {left} s", retry_after=left
        )
    if owner:
        row.by_owner = at
    else:
        row.by_anyone = at
    row.save()
