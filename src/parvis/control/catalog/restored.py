"""Bringing datasets in line with what is published, after a backup of one and not of the other was restored."""

from __future__ import annotations

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_operator
from parvis.control.audit.actions import record
from parvis.control.catalog.facts import DatasetState
from parvis.control.catalog.models import Dataset, DatasetVersion


@transaction.atomic
def catch_up(*, actor: Actor, uid: str, revision: int, version: int) -> bool:
    """Raise the counters to what is published, so that nothing published is ever written over. Operator only.

    Returns whether the dataset is known and was behind. Errors: Forbidden.
    """
    require_operator(actor)
    dataset = Dataset.objects.select_for_update().filter(pk=uid).first()
    if dataset is None or (dataset.revision >= revision and dataset.reserved >= version):
        return False
    dataset.revision = max(dataset.revision, revision)
    dataset.reserved = max(dataset.reserved, version)
    dataset.save(update_fields=["revision", "reserved"])
    _record(actor, "dataset.catch_up", dataset)
    return True


@transaction.atomic
def fall_back(*, actor: Actor, uid: str, version: int | None, lost: list[int]) -> None:
    """Forget versions whose objects are lost, and make current what is published (None: nothing). Operator only.

    Errors: Forbidden.
    """
    require_operator(actor)
    dataset = Dataset.objects.select_for_update().get(pk=uid)
    DatasetVersion.objects.filter(dataset=dataset, number__in=lost).delete()
    dataset.current = version
    dataset.state = DatasetState.PUBLISHED if version is not None else DatasetState.WITHDRAWN
    dataset.save(update_fields=["current", "state"])
    _record(actor, "dataset.fall_back", dataset, lost)


def _record(actor: Actor, action: str, dataset: Dataset, lost: list[int] | None = None) -> None:
    detail = {"id": dataset.slug, "revision": dataset.revision, "version": dataset.current, "lost": lost or []}
    record(actor=actor.label, action=action, object=dataset.pk, domain=dataset.domain_id, detail=detail)
