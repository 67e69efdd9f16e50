"""Deleting versions: readers get the tombstones at once, the objects go after a grace."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries, retention
from parvis.control.catalog.facts import DatasetState, Reserved
from parvis.control.catalog.rules.retention import Retention
from parvis.control.domains import queries as domains
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.release import VERSIONS, release
from parvis.control.publishing.stores import store
from parvis.control.sources.holds import hold
from parvis.core.errors import NotFound
from parvis.data.serving.kept import forget
from parvis.data.store.entries import DatasetPublished
from parvis.data.store.keys import data_key, owner_of, version_prefix, versions_prefix, words_prefix

# Readers that follow the feed need seconds; a mistake that is noticed within a day can be mended from the disk.
GRACE = timedelta(days=1)
_HOUR = 3600.0
_swept: list[float] = []


def delete_version(
    *, actor: Actor, domain: str | None, dataset_id: str, version: int, reason: str, at_once: bool = False
) -> None:
    """Delete the rows of a version; what is known of it stays, and its number is never used again.

    The objects and the exports that were kept go after a day; ``at_once`` removes them now, save rows that another
    version shares.
    Managers of the domain. Errors: Forbidden, NotFound, VersionInUse (the current one), DatasetBusy (at once).
    """
    dataset = queries.dataset(domains.get_domain(domain).slug, dataset_id)
    _delete(actor, dataset.uid, [version], reason)
    drain()
    if at_once:
        # Whoever publishes may be about to share the rows of this version.
        with hold(dataset.domain, dataset.id):
            _remove_now(dataset.uid, version)
        forget(store().temporary, time.time())


def keep_versions(*, actor: Actor, domain: str | None, dataset_id: str, policy: Retention) -> list[int]:
    """Say which versions of a dataset are kept, now and later; returns those that were deleted at once.

    Managers of the domain. Errors: Forbidden, NotFound.
    """
    with transaction.atomic():
        retention.set_retention(actor=actor, domain=domain, dataset_id=dataset_id, policy=policy)
        deleted = prune(actor=actor, uid=queries.dataset(domain, dataset_id).uid)
    drain()
    return deleted


def prune(*, actor: Actor, uid: str) -> list[int]:
    """Delete the versions that the policy of the dataset gives up. May be run again. Errors: Forbidden, NotFound."""
    policy = Retention()
    with transaction.atomic():
        numbers = retention.given_up(uid)
        if numbers:
            dataset = queries.by_uid(uid)
            policy = retention.retention(dataset.domain, dataset.id)
        deleted = _delete(actor, uid, numbers, f"kept: {policy}") if numbers else []
    drain()
    return deleted


def sweep(*, older_than: timedelta = GRACE) -> int:
    """Remove objects of versions that were deleted that long ago, and indexes that nothing names; how many versions.

    What a version that is not deleted, or what readers see now, refers to is never touched. May be run at any time, and
    again after a crash. Errors: OSError.
    """
    published = store().published()
    count = 0
    for version in retention.unswept(older_than):
        if _remove(version, published.get(version.uid)):
            retention.swept(version)
            count += 1
    if count:
        forget(store().temporary, time.time() - older_than.total_seconds())
    _sweep_indexes(published, older_than)
    return count


def sweep_hourly() -> None:
    """For workers, who call it all the time: what :func:`sweep` does, once an hour."""
    if not _swept or monotonic() - _swept[-1] > _HOUR:
        _swept[:] = [monotonic()]
        sweep()


def _remove_now(uid: str, version: int) -> None:
    """Remove what a deleted version held, and the rows that it shared when their owner is deleted too."""
    key = next(facts.data.key for facts in queries.history(uid) if facts.number == version)
    for gone in retention.unswept(timedelta(0)):
        mine = gone.uid == uid and gone.number in (version, owner_of(key))
        if mine and _remove(gone, store().published().get(uid)):
            retention.swept(gone)


@transaction.atomic
def _delete(actor: Actor, uid: str, numbers: Sequence[int], reason: str) -> list[int]:
    deleted = retention.delete_versions(actor=actor, uid=uid, numbers=numbers, reason=reason)
    dataset = queries.by_uid(uid)
    if deleted and dataset.state is DatasetState.PUBLISHED:
        release(actor=actor, uid=uid, version=dataset.version, detail={"what": VERSIONS, "deleted": deleted})
    return deleted


def _remove(version: Reserved, published: DatasetPublished | None) -> bool:
    """Whether everything of the version is gone: rows that another version shares stay, with their word index."""
    objects, prefix = store().objects, version_prefix(version.uid, version.number)
    shared = data_key(version.uid, version.number)
    if shared not in retention.data_keys(version.uid) and not _is_shown(version, published):
        objects.delete(prefix)
        return True
    words = words_prefix(version.uid, version.number)
    for key in list(objects.keys(prefix)):
        if key != shared and not key.startswith(f"{words}/"):
            objects.delete(key)
    return False


def _is_shown(version: Reserved, published: DatasetPublished | None) -> bool:
    """Whether readers see rows of this version now."""
    if published is None or not store().objects.exists(published.manifest):
        return False
    data = store().manifest(published.manifest).data
    return data is not None and owner_of(data.key) == version.number


def _sweep_indexes(published: dict[str, DatasetPublished], older_than: timedelta) -> None:
    """Each publication leaves an index; only the last one is read."""
    objects, limit = store().objects, time.time() - older_than.total_seconds()
    for uid, entry in published.items():
        found = list(objects.keys(versions_prefix(uid)))
        if len(found) < 2 or not objects.exists(entry.manifest):
            continue
        named = store().manifest(entry.manifest).versions
        for key in found:
            if key != named and objects.local_path(key).stat().st_mtime <= limit:
                objects.delete(key)


def prune_again(uid: str) -> int:
    """For the queue: what the policy gives up after a publication; 0 when the dataset is gone."""
    try:
        return len(prune(actor=Actor("retention", operator=True), uid=uid))
    except NotFound:
        return 0
