"""What a dataset is made from: declared by its manager, or joined by its pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.audit.actions import record
from parvis.control.catalog import queries
from parvis.control.catalog.facts import DatasetFacts, DeclaredParent, How, InvalidParent, ParentFacts
from parvis.control.catalog.models import Dataset, DatasetParent
from parvis.control.catalog.rules.derivation import Judgement, chosen_output, judged
from parvis.data.licensing.naming import identify
from parvis.data.licensing.stated import stated

MOST = 50
_LONGEST = 500


def parents(uid: str) -> tuple[ParentFacts, ...]:
    """The parents of a dataset, with the licences they have now; those joined come after those declared."""
    rows = list(DatasetParent.objects.filter(dataset=uid))
    known = {row.parent_id: queries.by_uid(row.parent_id) for row in rows if row.parent_id}
    return tuple(_facts(row, known[row.parent_id] if row.parent_id else None) for row in rows)


def judgement(dataset: DatasetFacts) -> Judgement | None:
    """Whether its parents let the dataset be published under its licence; None when it has none."""
    found = parents(dataset.uid)
    return judged(dataset.description.license, dataset.description.license_url, found) if found else None


def derived(domain: str | None) -> list[tuple[DatasetFacts, Judgement]]:
    """Every dataset of a domain (None: the default one) that has parents, with its judgement."""
    datasets = queries.datasets(domain)
    having = set(DatasetParent.objects.values_list("dataset_id", flat=True).distinct())
    return [(one, found) for one in datasets if one.uid in having and (found := judgement(one))]


@transaction.atomic
def declare_parents(
    *, actor: Actor, domain: str | None, dataset_id: str, parents: Sequence[DeclaredParent]
) -> Judgement | None:
    """Make these the declared parents of the dataset (none: take the declaration back); joined ones stay.

    Managers of the domain. Publishes nothing: the next publication is refused when the licences conflict. Nothing is
    written when all is as before. Errors: Forbidden, NotFound (dataset, parent, version), InvalidParent,
    UnknownLicense (of an outside source).
    """
    facts = queries.dataset(domain, dataset_id)
    require_manager(actor, facts.domain)
    dataset = Dataset.objects.select_for_update().get(pk=facts.uid)
    if len(parents) > MOST:
        raise InvalidParent(f"a dataset has at most {MOST} parents", hint="declare the nearest ones")
    wanted = list({row.reference: row for row in (_checked(facts, parent) for parent in parents)}.values())
    former = DatasetParent.objects.filter(dataset=dataset, how=How.DECLARED)
    if [_compared(row) for row in wanted] != [_compared(row) for row in former]:
        former.delete()
        permitted = _permitted(facts, wanted)
        for place, row in enumerate(wanted):
            row.dataset, row.place, row.permits = dataset, place, permitted if row.evidence else ""
        DatasetParent.objects.bulk_create(wanted)
        named = [row.reference for row in wanted]
        _record(actor.label, "dataset.parents", dataset, {"parents": named})
    return judgement(facts)


@transaction.atomic
def follow_version(*, uid: str, report: Mapping[str, Any]) -> None:
    """Make the parents that a pipeline joined into a version those of the dataset. For publishing only."""
    processing = report.get("processing") or {}
    joined = {one["uid"]: one for one in processing.get("parents", ())}
    present = set(Dataset.objects.filter(pk__in=joined).values_list("pk", flat=True))
    DatasetParent.objects.filter(dataset=uid, how=How.JOIN).delete()
    DatasetParent.objects.bulk_create(
        DatasetParent(
            dataset_id=uid,
            how=How.JOIN,
            place=place,
            parent_id=key if key in present else None,
            reference=one["dataset_id"],
            version=one["version"],
            decided=stated(one.get("license")).license_id or "",
        )
        for place, (key, one) in enumerate(joined.items())
    )
    settle(uid=uid)


@transaction.atomic
def settle(*, uid: str) -> None:
    """Take the licences that the parents have now as those of the decision. For publishing only, when it is made."""
    rows = DatasetParent.objects.filter(dataset=uid)
    for row, now in zip(rows, parents(uid), strict=True):
        if not now.gone and now.reopened:
            row.decided = now.license_id or ""
            row.save(update_fields=["decided"])


def reopen_children(*, actor: Actor, uid: str) -> None:
    """Note on every child whose decision no longer holds that it is open again. In the caller's transaction."""
    for row in DatasetParent.objects.filter(parent=uid).select_related("dataset"):
        facts = _facts(row, queries.by_uid(uid))
        if facts.reopened:
            detail = {"parent": row.reference, "from": row.decided, "to": facts.license_id}
            _record(actor.label, "dataset.derivation.reopened", row.dataset, detail)


def _checked(dataset: DatasetFacts, declared: DeclaredParent) -> DatasetParent:
    """The row of a declaration, its licence decided. Raises NotFound, InvalidParent, UnknownLicense."""
    evidence = declared.evidence.strip()[:_LONGEST]
    if declared.license is not None:
        identify(declared.license)
        return DatasetParent(
            how=How.DECLARED,
            reference=_address(declared.reference),
            license=declared.license[:_LONGEST],
            decided=stated(declared.license).license_id or "",
            evidence=evidence,
        )
    parent = queries.dataset(dataset.domain, declared.reference)
    if parent.uid == dataset.uid or dataset.uid in _ancestors(parent.uid):
        raise InvalidParent(f"{parent.id} is made from {dataset.id} itself", hint="a dataset is not its own ancestor")
    if declared.version is not None:
        queries.version(parent.uid, declared.version)
    found = stated(parent.description.license, parent.description.license_url)
    return DatasetParent(
        how=How.DECLARED,
        parent_id=parent.uid,
        reference=parent.id,
        version=declared.version or parent.version,
        decided=found.license_id or "",
        evidence=evidence,
    )


def _permitted(dataset: DatasetFacts, rows: Sequence[DatasetParent]) -> str:
    """The licence that a written permission declared now is about: the one that the dataset states."""
    licenses = [row.decided for row in rows if row.decided]
    description = dataset.description
    return (chosen_output(description.license, description.license_url, licenses) if licenses else None) or ""


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.password or len(text) > _LONGEST:
        raise InvalidParent(f"{text[:80]!r} is not a web address", hint="write https://… , at most 500 characters")
    return text


def _ancestors(uid: str) -> set[str]:
    found: set[str] = set()
    waiting = [uid]
    while waiting:
        rows = DatasetParent.objects.filter(dataset__in=waiting, parent__isnull=False)
        waiting = list(set(rows.values_list("parent_id", flat=True)) - found)
        found |= set(waiting)
    return found


def _compared(row: DatasetParent) -> tuple[object, ...]:
    return row.reference, row.parent_id, row.version, row.license, row.decided, row.evidence


def _facts(row: DatasetParent, parent: DatasetFacts | None) -> ParentFacts:
    outside = row.how == How.DECLARED and bool(row.license)
    text = row.license if outside else parent.description.license if parent else None
    url = parent.description.license_url if parent else None
    gone = parent is None and not outside
    return ParentFacts(
        how=How(row.how),
        reference=row.reference,
        uid=row.parent_id,
        version=row.version,
        title=parent.title if parent else row.reference,
        license=text,
        license_id=None if gone else stated(text, url).license_id,
        decided=row.decided,
        evidence=row.evidence,
        permits=row.permits,
    )


def _record(actor: str, action: str, dataset: Dataset, detail: Mapping[str, Any]) -> None:
    shown = {"id": dataset.slug, **detail}
    record(actor=actor, action=action, object=dataset.pk, domain=dataset.domain_id, detail=shown)
