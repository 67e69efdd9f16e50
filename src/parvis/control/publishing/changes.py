"""Records pushed by key become the next version of their dataset."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries, versions
from parvis.control.catalog.facts import Mode, VersionFacts
from parvis.control.jobs.actions import enqueue
from parvis.control.publishing.combining import current_version
from parvis.control.publishing.conformance import expected, require
from parvis.control.publishing.files import WORDS_TASK, publish_file, store_objects, work_folder
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.processing import pipeline_for
from parvis.control.publishing.release import release
from parvis.control.publishing.stores import store
from parvis.control.sources.holds import hold
from parvis.control.sources.running import Arrival
from parvis.data.connectors.files.interface import InvalidSource
from parvis.data.ingest.changes import Changes, read_changes, upsert
from parvis.data.ingest.conformance.files import check_version
from parvis.data.store.spool import Batch, Spool


def publish_pushed(brought: Arrival) -> tuple[int | None, list[dict[str, Any]]]:
    """Fold what waits in the spool into a version, and forget it there; the version (None: nothing waits) and the log.

    A crash before the spool forgets replays the same operations on the new version, which changes nothing.
    """
    spool = Spool(store().temporary.parent)
    batches = spool.waiting(brought.domain, brought.dataset_id)
    if not batches:
        return None, []
    fields = [name.strip() for name in brought.options["key_fields"].split(",")]
    changes = read_changes(chain.from_iterable(batch.lines() for batch in batches), fields)
    version = _publish(brought, changes, fields)
    spool.folded(brought.domain, brought.dataset_id, batches)
    return version, _log(batches, changes)


def _publish(brought: Arrival, changes: Changes, fields: list[str]) -> int | None:
    actor = Actor(brought.actor, domains=frozenset({brought.domain}))
    current = current_version(brought.domain, brought.dataset_id)
    if not changes.keys:
        return None
    if current is None:
        return _first(actor, brought, changes) if changes.upserts else None
    kept = pipeline_for(brought.domain, brought.dataset_id, None)
    if kept is not None and kept.steps:
        raise InvalidSource("a dataset with a pipeline takes no pushed records", hint="remove its pipeline")
    with hold(brought.domain, brought.dataset_id), work_folder() as folder:
        # Looked at again: somebody may have published while one waited.
        current = current_version(brought.domain, brought.dataset_id) or current
        return _next(actor, brought, changes, fields, folder, current)


def _first(actor: Actor, brought: Arrival, changes: Changes) -> int:
    with work_folder() as folder:
        source = folder / f"{brought.dataset_id}.jsonl"
        _write(changes, source)
        published = publish_file(
            actor=actor,
            source=source,
            domain=brought.domain,
            dataset_id=brought.dataset_id,
            metadata=brought.metadata,
            private=brought.private,
        )
    return published.version


def _next(
    actor: Actor, brought: Arrival, changes: Changes, fields: list[str], folder: Path, current: VersionFacts
) -> int:
    dataset = queries.dataset(brought.domain, brought.dataset_id)
    target, source = folder / "data.duckdb", folder / "push.jsonl"
    _write(changes, source)
    previous = store().objects.local_path(current.data.key)
    merged = upsert(previous, current.schema, changes, fields, target)
    wanted = expected(brought.domain, brought.dataset_id, None, None)
    if wanted.schema is not None:
        merged = replace(merged, conformance=check_version(target, merged.schema, wanted.schema))
        require(merged.conformance, wanted)
    reserved = versions.reserve_version(actor=actor, uid=dataset.uid)
    content = replace(store_objects(reserved, merged, target, source), computed=current.computed, mode=Mode.UPSERT)
    content = replace(content, reason=f"{len(changes.upserts)} upserted, {len(changes.deletes)} deleted")
    with transaction.atomic():
        versions.add_version(actor=actor, reserved=reserved, content=content)
        release(actor=actor, uid=dataset.uid, version=reserved.number, detail={"what": "push"})
        enqueue(WORDS_TASK, key=f"{reserved.uid}/{reserved.number}", uid=reserved.uid, version=reserved.number)
    drain()
    return reserved.number


def _write(changes: Changes, path: Path) -> None:
    with path.open("wb") as file:
        for record in changes.upserts.values():
            file.write(orjson.dumps(record) + b"\n")


def _log(batches: list[Batch], changes: Changes) -> list[dict[str, Any]]:
    note = f"{len(changes.upserts)} upserted, {len(changes.deletes)} deleted"
    told = "; ".join([note, *changes.refused[:20]])
    return [{"name": f"{len(batches)} requests", "status": "fetched", "size": 0, "path": None, "note": told}]
