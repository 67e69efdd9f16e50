"""Reading datasets as they are edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.db.models import F

from parvis.control.catalog.facts import (
    DatasetFacts,
    DatasetState,
    Reserved,
    VersionFacts,
    VersionState,
)
from parvis.control.catalog.models import Dataset, DatasetVersion
from parvis.control.catalog.rules.choices import applied
from parvis.control.domains import queries as domains
from parvis.core.clock import iso, now
from parvis.core.errors import NotFound
from parvis.core.fields import Field, Schema
from parvis.data.metadata.description import Description
from parvis.data.store.manifest import DataFile, Grant
from parvis.data.store.versions import VersionDeleted


def datasets(domain: str | None = None) -> list[DatasetFacts]:
    """Datasets of one domain, or of all, by domain and identifier."""
    found = Dataset.objects.all() if domain is None else Dataset.objects.filter(domain=domains.get_domain(domain).slug)
    return _facts(found)


def dataset(domain: str | None, dataset_id: str) -> DatasetFacts:
    """The dataset of that identifier in the domain (None: the default one); raises NotFound."""
    slug = domains.get_domain(domain).slug
    found = _facts(Dataset.objects.filter(domain=slug, slug=dataset_id))
    if not found:
        raise NotFound(f"the domain {slug} has no dataset {dataset_id}", hint="`parvis list` shows them")
    return found[0]


def by_uid(uid: str) -> DatasetFacts:
    """The dataset of that immutable identifier; raises NotFound."""
    found = _facts(Dataset.objects.filter(pk=uid))
    if not found:
        raise NotFound(f"there is no dataset {uid}")
    return found[0]


def is_published(domain: str | None, dataset_id: str) -> bool:
    """Whether readers see a dataset of that identifier now."""
    slug = domains.get_domain(domain).slug
    return Dataset.objects.filter(domain=slug, slug=dataset_id, state=DatasetState.PUBLISHED).exists()


def versions(domain: str | None, dataset_id: str) -> list[VersionFacts]:
    """Whole versions of the dataset, newest first; raises NotFound."""
    facts = dataset(domain, dataset_id)
    ready = DatasetVersion.objects.filter(dataset=facts.uid, state=VersionState.READY)
    return [version_facts(found, facts) for found in ready]


def version(uid: str, number: int) -> VersionFacts:
    """One whole version; raises NotFound, and VersionDeleted when its rows were deleted."""
    found = DatasetVersion.objects.filter(dataset=uid, number=number).exclude(state=VersionState.WRITING).first()
    if found is None:
        raise NotFound(f"there is no version {number}", hint="`parvis versions ID` shows them")
    if found.deleted is not None:
        message = f"the version {number} was deleted on {iso(found.deleted)[:10]}"
        raise VersionDeleted(message, hint=found.deleted_reason or "`parvis versions ID` shows the others")
    return version_facts(found, by_uid(uid))


def history(uid: str) -> list[VersionFacts]:
    """Whole and deleted versions, oldest first, with the fields as readers saw them last; raises NotFound."""
    dataset = Dataset.objects.filter(pk=uid).first()
    facts = by_uid(uid)
    kept = DatasetVersion.objects.filter(dataset=uid).exclude(state=VersionState.WRITING).order_by("number")
    today = dataset.field_choices if dataset else []
    found = [(version_facts(row, facts), today if row.choices is None else row.choices) for row in kept.defer("report")]
    return [replace(version, schema=applied(version.schema, choices)) for version, choices in found]


def shown(uid: str) -> list[tuple[str, int]]:
    """Which version (0: none) readers saw from which instant on, oldest first."""
    found = Dataset.objects.filter(pk=uid).values_list("shown", flat=True).first()
    return [(since, number) for since, number in found or ()]


def has_newer(reserved: Reserved) -> bool:
    """Whether a version reserved later is whole already."""
    return DatasetVersion.objects.filter(
        dataset=reserved.uid, number__gt=reserved.number, state=VersionState.READY
    ).exists()


def unfinished(older_than: timedelta) -> list[Reserved]:
    """Reserved versions that nobody has completed for that long."""
    left = DatasetVersion.objects.filter(state=VersionState.WRITING, created__lt=now() - older_than)
    return [Reserved(v.dataset_id, v.number) for v in left]


def dataset_facts(dataset: Dataset, current: DatasetVersion | None) -> DatasetFacts:
    """The value that leaves this app."""
    computed = current.computed if current else {}
    description = Description.from_dict({**computed, **dataset.stated})
    return DatasetFacts(
        uid=dataset.pk,
        id=dataset.slug,
        domain=dataset.domain_id,
        title=description.title or dataset.slug,
        state=DatasetState(dataset.state),
        revision=dataset.revision,
        version=dataset.current,
        rows=current.rows if current else 0,
        schema=Schema.of(Field.from_dict(f) for f in current.schema) if current else Schema(()),
        description=description,
        stated=dataset.stated,
        field_choices=tuple(dataset.field_choices),
        grants=tuple(Grant.from_dict(g) for g in dataset.grants),
        created=iso(dataset.created),
        data_changed=iso(current.created if current else dataset.created),
        metadata_changed=iso(dataset.metadata_changed),
    )


def version_facts(version: DatasetVersion, dataset: DatasetFacts) -> VersionFacts:
    """The value that leaves this app."""
    return VersionFacts(
        number=version.number,
        created=iso(version.created),
        rows=version.rows,
        source=version.source_name,
        fingerprint=version.source_fingerprint,
        author=version.author,
        data=DataFile(version.data_key, version.rows, version.size, version.checksum),
        schema=Schema.of(Field.from_dict(f) for f in version.schema),
        computed=version.computed,
        report={} if "report" in version.get_deferred_fields() else version.report,
        published=dataset.state == DatasetState.PUBLISHED and dataset.version == version.number,
        mode=version.mode,
        reason=version.reason,
        deleted=iso(version.deleted) if version.deleted else None,
        deleted_by=version.deleted_by,
        deleted_reason=version.deleted_reason,
    )


def _facts(found: Iterable[Dataset]) -> list[DatasetFacts]:
    rows = list(found)
    wanted = [row.pk for row in rows if row.current is not None]
    ready = DatasetVersion.objects.filter(dataset__in=wanted, state=VersionState.READY).order_by()
    current = {(v.dataset_id, v.number): v for v in ready.filter(number=F("dataset__current"))}
    return [dataset_facts(row, current.get((row.pk, row.current or 0))) for row in rows]
