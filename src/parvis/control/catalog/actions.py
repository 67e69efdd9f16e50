"""Changing datasets as they are edited; readers see nothing of it before publishing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.audit.actions import record
from parvis.control.catalog import queries
from parvis.control.catalog.facts import DatasetExists, DatasetFacts, DatasetState, InvalidDataset
from parvis.control.catalog.models import Dataset, DatasetVersion
from parvis.control.catalog.parents import reopen_children
from parvis.control.catalog.rules.choices import checked_choices, merged_choices
from parvis.control.catalog.rules.grants import checked_grants, visibility, with_visibility
from parvis.control.catalog.rules.metadata import checked_metadata, merged
from parvis.control.catalog.rules.timeline import with_shown
from parvis.control.domains import queries as domains
from parvis.core.clock import iso, now
from parvis.core.errors import NotFound
from parvis.core.ids import is_dataset_id
from parvis.data.store.manifest import Grant


@transaction.atomic
def create_dataset(
    *,
    actor: Actor,
    domain: str | None,
    dataset_id: str,
    metadata: Mapping[str, Any] | None = None,
    private: bool = False,
) -> DatasetFacts:
    """Create a dataset without data. Managers of the domain (None: the default one).

    Errors: Forbidden, NotFound (domain), InvalidDataset, InvalidMetadata, DatasetExists.
    """
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    if not is_dataset_id(dataset_id):
        raise InvalidDataset(
            f"{dataset_id[:130]!r} cannot name a dataset", hint="use letters, digits, - and _, at most 120"
        )
    values = metadata or {}
    dataset = Dataset(
        domain_id=slug,
        slug=dataset_id,
        stated=merged({}, checked_metadata(values)),
        field_choices=merged_choices((), checked_choices(values.get("fields"))),
        grants=[grant.to_dict() for grant in visibility(private)],
    )
    try:
        with transaction.atomic():
            dataset.save(force_insert=True)
    except IntegrityError as error:
        raise DatasetExists(f"the domain {slug} has a dataset {dataset_id} already") from error
    record(actor=actor.label, action="dataset.create", object=dataset.pk, domain=slug, detail={"id": dataset_id})
    return queries.by_uid(dataset.pk)


@transaction.atomic
def update_metadata(*, actor: Actor, domain: str | None, dataset_id: str, metadata: Mapping[str, Any]) -> DatasetFacts:
    """Put statements (and choices of ``fields``) over the earlier ones; null takes one back. Managers of the domain.

    Another licence reopens the question of the licence on the datasets made from this one (a line of the audit each).
    Errors: Forbidden, NotFound, InvalidMetadata. Nothing changes, and no audit line is written, when all is as before.
    """
    dataset = _locked(actor, domain, dataset_id)
    stated = merged(dataset.stated, checked_metadata(metadata))
    choices = merged_choices(dataset.field_choices, checked_choices(metadata.get("fields")))
    if (stated, choices) != (dataset.stated, dataset.field_choices):
        dataset.stated, dataset.field_choices, dataset.metadata_changed = stated, choices, now()
        dataset.save(update_fields=["stated", "field_choices", "metadata_changed"])
        _record(actor, "dataset.metadata", dataset, {"members": sorted(metadata)})
        if {"license", "license_url"} & metadata.keys():
            reopen_children(actor=actor, uid=dataset.pk)
    return queries.by_uid(dataset.pk)


@transaction.atomic
def set_visibility(*, actor: Actor, domain: str | None, dataset_id: str, private: bool) -> DatasetFacts:
    """Show the dataset to everybody, or take that back; grants of other groups stay. Managers of the domain."""
    dataset = _locked(actor, domain, dataset_id)
    grants = with_visibility((Grant.from_dict(g) for g in dataset.grants), private)
    return _set_grants(actor, dataset, grants)


@transaction.atomic
def set_grants(*, actor: Actor, domain: str | None, dataset_id: str, grants: Iterable[Grant]) -> DatasetFacts:
    """Replace who sees what. Managers of the domain.

    Errors: Forbidden, NotFound, InvalidDataset, and those of ODSQL for a row filter.
    """
    dataset = _locked(actor, domain, dataset_id)
    facts = queries.by_uid(dataset.pk)
    return _set_grants(actor, dataset, checked_grants(grants, facts.schema if facts.version else None))


@transaction.atomic
def mark_published(
    *,
    actor: Actor,
    uid: str,
    version: int | None,
    detail: Mapping[str, Any],
    at: datetime | None = None,
    earlier: Iterable[tuple[str, int]] = (),
) -> DatasetFacts:
    """Make that version (None: no data) current under the next revision; returns the dataset as it is then.

    For publishing only, in its transaction: it writes the manifest and the news. ``detail`` goes to the audit;
    ``earlier`` is what readers saw before this was noted. Errors: Forbidden, VersionDeleted.
    """
    dataset = Dataset.objects.select_for_update().get(pk=uid)
    require_manager(actor, dataset.domain_id)
    if version is not None:
        # Looked at under the lock: nobody may delete it from here on.
        queries.version(uid, version)
        DatasetVersion.objects.filter(dataset=dataset, number=version).update(choices=dataset.field_choices)
    dataset.revision += 1
    dataset.state, dataset.current = DatasetState.PUBLISHED, version
    dataset.shown = with_shown(dataset.shown or [list(pair) for pair in earlier], iso(at or now()), version or 0)
    dataset.save(update_fields=["revision", "state", "current", "shown"])
    _record(actor, "dataset.publish", dataset, {"revision": dataset.revision, "version": version, **detail})
    return queries.by_uid(uid)


@transaction.atomic
def mark_withdrawn(*, actor: Actor, domain: str | None, dataset_id: str) -> DatasetFacts:
    """Take the dataset off its portal under the next revision. For publishing only, in its transaction."""
    dataset = _locked(actor, domain, dataset_id)
    if dataset.state == DatasetState.PUBLISHED:
        dataset.revision += 1
        dataset.state = DatasetState.WITHDRAWN
        dataset.shown = with_shown(dataset.shown, iso(now()), 0)
        dataset.save(update_fields=["revision", "state", "shown"])
        _record(actor, "dataset.unpublish", dataset, {"revision": dataset.revision})
    return queries.by_uid(dataset.pk)


def _locked(actor: Actor, domain: str | None, dataset_id: str) -> Dataset:
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    dataset = Dataset.objects.select_for_update().filter(domain=slug, slug=dataset_id).first()
    if dataset is None:
        raise NotFound(f"the domain {slug} has no dataset {dataset_id}", hint="`parvis list` shows them")
    return dataset


def _set_grants(actor: Actor, dataset: Dataset, grants: Iterable[Grant]) -> DatasetFacts:
    values = [grant.to_dict() for grant in grants]
    if values != dataset.grants:
        dataset.grants = values
        dataset.save(update_fields=["grants"])
        _record(actor, "dataset.grants", dataset, {"grants": values})
    return queries.by_uid(dataset.pk)


def _record(actor: Actor, action: str, dataset: Dataset, detail: Mapping[str, Any]) -> None:
    record(
        actor=actor.label,
        action=action,
        object=dataset.pk,
        domain=dataset.domain_id,
        detail={"id": dataset.slug, **detail},
    )
