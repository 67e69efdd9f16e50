"""After a restored backup: control database and store are brought in line, whichever is the older one.

They are in line when the last line of the feed is the last that the outbox delivered: almost free to see.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries, restored
from parvis.control.outbox import actions as outbox
from parvis.control.outbox import queries as news
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.stores import store
from parvis.data.store.entries import DatasetPublished, DatasetWithdrawn, WordsReady


def reconcile() -> bool:
    """Bring both in line when they are not; returns whether they were. The outbox must be drained.

    A store that is older gets the lost news again, as far as their objects are there; datasets whose objects are lost
    go back to what is published. A database that is older gets counters beyond what is published.
    """
    last, delivered = store().feed.last(), news.last_position()
    if delivered > last:
        _store_is_older(last)
    elif delivered < last:
        _database_is_older()
    return delivered == last


def _store_is_older(last: int) -> None:
    lost: set[str] = set()
    for line in news.delivered_after(last):
        if _is_whole(line.payload):
            outbox.redeliver(line.id)
        else:
            outbox.forget(line.id)
            lost.add(line.payload["uid"])
    drain()
    published = store().published()
    for uid in sorted(lost):
        _fall_back(uid, published.get(uid))


def _is_whole(payload: Mapping[str, Any]) -> bool:
    """Whether the objects that this piece of news speaks of are there."""
    objects = store().objects
    if payload["kind"] == WordsReady.kind:
        return objects.exists(payload["words"])
    if payload["kind"] != DatasetPublished.kind:
        return True
    if not objects.exists(payload["manifest"]):
        return False
    data = store().manifest(payload["manifest"]).data
    return data is None or objects.exists(data.key)


def _fall_back(uid: str, published: DatasetPublished | None) -> None:
    dataset = queries.by_uid(uid)
    numbers = [v for v in queries.versions(dataset.domain, dataset.id) if not store().objects.exists(v.data.key)]
    shown = store().manifest(published.manifest).version if published else None
    restored.fall_back(actor=Actor.system(), uid=uid, version=shown, lost=[v.number for v in numbers])


def _database_is_older() -> None:
    for _, _, entry in store().feed.read():
        if isinstance(entry, DatasetPublished):
            version = store().manifest(entry.manifest).version if store().objects.exists(entry.manifest) else 0
            restored.catch_up(actor=Actor.system(), uid=entry.uid, revision=entry.revision, version=version)
        elif isinstance(entry, DatasetWithdrawn):
            restored.catch_up(actor=Actor.system(), uid=entry.uid, revision=entry.revision, version=0)
