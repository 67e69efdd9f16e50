"""The one way by which a dataset reaches readers: state, manifest and news in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import actions as catalog
from parvis.control.catalog import queries, retention
from parvis.control.catalog.facts import DatasetFacts
from parvis.control.jobs.actions import enqueue
from parvis.control.outbox.actions import announce
from parvis.control.publishing.derivation import derivation_block
from parvis.control.publishing.rules import manifest_of
from parvis.control.publishing.stores import store
from parvis.control.publishing.trust import trust_block
from parvis.control.publishing.version_index import earlier, put_index
from parvis.core.clock import iso, now
from parvis.data.store.entries import DatasetPublished, DatasetWithdrawn, to_dict
from parvis.data.store.keys import manifest_key, statistics_key

# A publication that only carries a new score, or what is left of the versions, decides nothing and asks for no score.
SCORE, VERSIONS = "trust", "versions"
_QUIET = (SCORE, VERSIONS)
SCORE_TASK = "parvis.control.publishing.tasks.score_dataset"
PRUNE_TASK = "parvis.control.publishing.tasks.prune_versions"
STATISTICS_TASK = "parvis.control.publishing.tasks.measure_fields"


@transaction.atomic
def release(*, actor: Actor, uid: str, version: int | None, detail: Mapping[str, Any]) -> DatasetFacts:
    """Publish the dataset as it is, with the rows of that version, under the next revision.

    The index of its versions and the manifest are in the store before the commit; the news reach the feed after it. A
    crash in between leaves objects that nobody refers to, which the next release of that revision replaces.
    Schedules the trust score, the statistics of the fields when the version has none, and the deletion of versions that
    the policy of the dataset gives up.
    Errors: Forbidden, VersionDeleted, DerivationConflict (the licences of its parents refuse; nothing is published
    then), OSError.
    """
    at = now()
    dataset = catalog.mark_published(actor=actor, uid=uid, version=version, detail=detail, at=at, earlier=earlier(uid))
    rows = queries.version(uid, version) if version is not None else None
    key = manifest_key(uid, dataset.revision)
    derivation = derivation_block(dataset, rows, decided=detail.get("what") not in _QUIET)
    manifest = manifest_of(dataset, rows, iso(at), trust_block(uid), derivation, put_index(uid))
    store().put_manifest(key, manifest)
    announce(to_dict(DatasetPublished(uid, dataset.revision, key)))
    if version is not None and not store().objects.exists(statistics_key(uid, version)):
        enqueue(STATISTICS_TASK, key=f"{uid}/{version}/statistics", uid=uid, version=version)
    if detail.get("what") not in _QUIET:
        enqueue(SCORE_TASK, key=uid, uid=uid)
        if retention.given_up(uid):
            enqueue(PRUNE_TASK, key=f"{uid}/versions", uid=uid)
    return dataset


@transaction.atomic
def withdraw(*, actor: Actor, domain: str | None, dataset_id: str) -> DatasetFacts:
    """Take the dataset off its portal; its versions are kept. Harmless when it is off. Errors: Forbidden, NotFound."""
    dataset = catalog.mark_withdrawn(actor=actor, domain=domain, dataset_id=dataset_id)
    announce(to_dict(DatasetWithdrawn(dataset.uid, dataset.revision)))
    return dataset
