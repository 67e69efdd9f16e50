"""Which versions stay: the policy of a dataset, and deleting versions. What readers see changes by publishing only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.audit.actions import record
from parvis.control.catalog import queries
from parvis.control.catalog.facts import Reserved, VersionInUse, VersionState
from parvis.control.catalog.models import Dataset, DatasetVersion
from parvis.control.catalog.rules.retention import Retention, expired
from parvis.control.domains import queries as domains
from parvis.core.clock import iso, now
from parvis.core.errors import NotFound


def retention(domain: str | None, dataset_id: str) -> Retention:
    """The policy of a dataset; raises NotFound."""
    return _policy(queries.dataset(domain, dataset_id).uid)


def given_up(uid: str) -> list[int]:
    """Numbers of the versions that the policy of the dataset gives up, oldest first; raises NotFound."""
    dataset, policy = queries.by_uid(uid), _policy(uid)
    if policy.keep == "all":
        return []
    ready = DatasetVersion.objects.filter(dataset=uid, state=VersionState.READY)
    made = [(number, iso(created)) for number, created in ready.values_list("number", "created")]
    return expired(policy, made, dataset.version)


@transaction.atomic
def set_retention(*, actor: Actor, domain: str | None, dataset_id: str, policy: Retention) -> None:
    """Say which versions are kept; deletes nothing by itself. Managers of the domain. Errors: Forbidden, NotFound."""
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    dataset = Dataset.objects.select_for_update().get(pk=queries.dataset(slug, dataset_id).uid)
    if dataset.retention == policy.to_dict():
        return
    dataset.retention = policy.to_dict()
    dataset.save(update_fields=["retention"])
    record(
        actor=actor.label,
        action="dataset.retention",
        object=dataset.pk,
        domain=slug,
        detail={"id": dataset.slug, "keep": str(policy)},
    )


@transaction.atomic
def delete_versions(*, actor: Actor, uid: str, numbers: Sequence[int], reason: str) -> list[int]:
    """Turn versions into tombstones, a line of the audit each; returns those that were not deleted before.

    For publishing, in its transaction: readers learn of it by the next manifest, the objects go later. Managers of the
    domain. Errors: Forbidden, NotFound, VersionInUse (the current one); nothing is deleted then.
    """
    dataset = Dataset.objects.select_for_update().get(pk=uid)
    require_manager(actor, dataset.domain_id)
    whole = DatasetVersion.objects.filter(dataset=dataset).exclude(state=VersionState.WRITING)
    done = []
    for number in numbers:
        version = whole.filter(number=number).first()
        if version is None:
            raise NotFound(f"{dataset.slug} has no version {number}", hint="`parvis versions ID` shows them")
        if number == dataset.current:
            raise VersionInUse(
                f"version {number} of {dataset.slug} is the current one", hint="roll back to another one first"
            )
        if version.deleted is None:
            _bury(actor, dataset, version, reason)
            done.append(number)
    return done


def swept(reserved: Reserved) -> None:
    """Note that the objects of a deleted version are gone."""
    DatasetVersion.objects.filter(dataset=reserved.uid, number=reserved.number, deleted__isnull=False).update(
        swept=True
    )


def unswept(older_than: timedelta) -> list[Reserved]:
    """Versions that were deleted that long ago, whose objects are still there as far as one knows."""
    waiting = DatasetVersion.objects.filter(swept=False, deleted__lte=now() - older_than).order_by("dataset", "number")
    return [Reserved(uid, number) for uid, number in waiting.values_list("dataset", "number")]


def data_keys(uid: str) -> set[str]:
    """Keys of the rows of versions that are not deleted."""
    ready = DatasetVersion.objects.filter(dataset=uid, state=VersionState.READY)
    return set(ready.values_list("data_key", flat=True))


def _bury(actor: Actor, dataset: Dataset, version: DatasetVersion, reason: str) -> None:
    version.state, version.deleted = VersionState.DELETED, now()
    version.deleted_by, version.deleted_reason = actor.label[:254], reason[:500]
    version.save(update_fields=["state", "deleted", "deleted_by", "deleted_reason"])
    detail = {"id": dataset.slug, "version": version.number, "rows": version.rows, "reason": version.deleted_reason}
    record(
        actor=actor.label, action="dataset.version.delete", object=dataset.pk, domain=dataset.domain_id, detail=detail
    )


def _policy(uid: str) -> Retention:
    return Retention.from_dict(Dataset.objects.values_list("retention", flat=True).get(pk=uid))
