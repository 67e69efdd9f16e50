"""Publishing: what the curator decides becomes what readers see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.catalog import actions as catalog
from parvis.control.catalog import queries
from parvis.control.catalog.facts import DatasetFacts, DatasetState, InvalidMetadata
from parvis.control.catalog.rules.choices import needs_ingest
from parvis.control.domains import queries as domains
from parvis.control.publishing.files import publish_file
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.release import release, withdraw
from parvis.data.store.manifest import Grant

__all__ = [
    "publish_file",
    "publish_grants",
    "publish_metadata",
    "publish_visibility",
    "rollback",
    "unpublish",
]


def publish_metadata(*, actor: Actor, domain: str | None, dataset_id: str, metadata: Mapping[str, Any]) -> DatasetFacts:
    """Put these statements over the earlier ones and publish the dataset again with the same rows.

    Errors: Forbidden, NotFound, InvalidMetadata (also for a type of field that only a new ingest can give).
    """
    with transaction.atomic():
        dataset = catalog.update_metadata(actor=actor, domain=domain, dataset_id=dataset_id, metadata=metadata)
        waiting = needs_ingest(dataset.schema, dataset.field_choices)
        if waiting:
            raise InvalidMetadata(
                f"the type of the field {waiting[0]} only changes with its rows",
                hint="publish the file again with this metadata",
                params={"member": "fields"},
            )
        published = release(actor=actor, uid=dataset.uid, version=dataset.version, detail={"what": "metadata"})
    drain()
    return published


def publish_visibility(*, actor: Actor, domain: str | None, dataset_id: str, private: bool) -> DatasetFacts:
    """Show the dataset to everybody or take that back, at once for a published one. Errors: Forbidden, NotFound."""
    with transaction.atomic():
        dataset = catalog.set_visibility(actor=actor, domain=domain, dataset_id=dataset_id, private=private)
        published = _again(actor, dataset, "visibility")
    drain()
    return published


def publish_grants(*, actor: Actor, domain: str | None, dataset_id: str, grants: Iterable[Grant]) -> DatasetFacts:
    """Replace who sees what, at once for a published dataset.

    Errors: Forbidden, NotFound, InvalidDataset, and those of ODSQL for a row filter.
    """
    with transaction.atomic():
        dataset = catalog.set_grants(actor=actor, domain=domain, dataset_id=dataset_id, grants=grants)
        published = _again(actor, dataset, "grants")
    drain()
    return published


def unpublish(*, actor: Actor, domain: str | None, dataset_id: str) -> DatasetFacts:
    """Take the dataset off its portal; its versions are kept. Errors: Forbidden, NotFound."""
    dataset = withdraw(actor=actor, domain=domain, dataset_id=dataset_id)
    drain()
    return dataset


def rollback(*, actor: Actor, domain: str | None, dataset_id: str, version: int) -> DatasetFacts:
    """Publish the rows of an older (or newer) version again, under the metadata of today.

    Errors: Forbidden, NotFound (dataset or version).
    """
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    dataset = queries.dataset(slug, dataset_id)
    queries.version(dataset.uid, version)
    published = release(actor=actor, uid=dataset.uid, version=version, detail={"what": "rollback"})
    drain()
    return published


def _again(actor: Actor, dataset: DatasetFacts, what: str) -> DatasetFacts:
    if dataset.state != DatasetState.PUBLISHED:
        return dataset
    return release(actor=actor, uid=dataset.uid, version=dataset.version, detail={"what": what})
