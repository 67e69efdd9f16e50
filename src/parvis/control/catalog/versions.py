"""Changing versions: a number is reserved, objects are written, the version is completed or discarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.audit.actions import record
from parvis.control.catalog.facts import Mode, Reserved, VersionState
from parvis.control.catalog.models import Dataset, DatasetVersion
from parvis.core.errors import NotFound
from parvis.core.fields import Schema
from parvis.data.store.manifest import DataFile


@dataclass(frozen=True)
class Content:
    """What is known of a version once its objects are in the store. ``computed`` holds members of Description.

    ``reason`` says why it was made, at most 500 characters.
    """

    data: DataFile
    schema: Schema
    report: Mapping[str, Any]
    computed: Mapping[str, Any]
    source_name: str
    source_fingerprint: str
    reason: str = ""
    mode: Mode = Mode.REPLACE


@transaction.atomic
def reserve_version(*, actor: Actor, uid: str) -> Reserved:
    """Set the next number of the dataset aside, so that two publications never write the same objects.

    Managers of the domain. Errors: Forbidden.
    """
    dataset = Dataset.objects.select_for_update().get(pk=uid)
    require_manager(actor, dataset.domain_id)
    dataset.reserved += 1
    dataset.save(update_fields=["reserved"])
    version = DatasetVersion.objects.create(dataset=dataset, number=dataset.reserved, author=actor.label[:254])
    return Reserved(uid, version.number)


@transaction.atomic
def add_version(*, actor: Actor, reserved: Reserved, content: Content) -> None:
    """Complete a reserved version whose objects are in the store. Managers of the domain.

    Errors: Forbidden; NotFound when the reservation has been cleaned away meanwhile.
    """
    dataset = Dataset.objects.select_for_update().get(pk=reserved.uid)
    require_manager(actor, dataset.domain_id)
    version = DatasetVersion.objects.filter(dataset=dataset, number=reserved.number, state=VersionState.WRITING).first()
    if version is None:
        raise NotFound(f"version {reserved.number} was given up before it was complete", hint="publish the file again")
    version.state = VersionState.READY
    version.rows, version.size = content.data.rows, content.data.size
    version.data_key, version.checksum = content.data.key, content.data.checksum
    version.schema = [field.to_dict() for field in content.schema]
    version.report, version.computed = dict(content.report), dict(content.computed)
    version.reason, version.mode = content.reason, content.mode
    version.source_name, version.source_fingerprint = content.source_name[:255], content.source_fingerprint
    version.save()
    detail = {"id": dataset.slug, "version": version.number, "rows": version.rows, "source": version.source_name}
    detail |= {"mode": version.mode, "reason": version.reason}
    record(actor=actor.label, action="dataset.version", object=dataset.pk, domain=dataset.domain_id, detail=detail)


@transaction.atomic
def discard_version(reserved: Reserved) -> bool:
    """Forget a reserved version that was not completed; its objects must be gone. False when it is complete or gone."""
    found = DatasetVersion.objects.filter(dataset=reserved.uid, number=reserved.number, state=VersionState.WRITING)
    return found.delete()[0] > 0
