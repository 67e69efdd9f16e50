"""What a dataset is made from, as readers get it; a conflict of licences stops the publication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parvis.control.catalog import parents
from parvis.control.catalog.facts import DatasetFacts, DerivationConflict, ParentFacts, VersionFacts
from parvis.control.catalog.rules.derivation import Judgement, Standing, derivation
from parvis.data.licensing.derivation.radar import Blip, Offer, radar

EXPORT = "/api/explore/v2.1/catalog/datasets/{id}/exports/csv"


def derivation_block(dataset: DatasetFacts, version: VersionFacts | None, *, decided: bool) -> dict[str, Any] | None:
    """The member ``derivation`` of the manifest; None without parents.

    ``decided``: this publication decides the question again with the licences of now. Raises DerivationConflict when
    they refuse and anybody would see the dataset: what stays inside an organisation owes nothing.
    """
    if decided and version is not None:
        parents.follow_version(uid=dataset.uid, report=version.report)
    found = parents.judgement(dataset)
    if found is None:
        return None
    if decided:
        if found.standing is Standing.CONFLICT and not dataset.restricted:
            raise conflict(dataset, found)
        parents.settle(uid=dataset.uid)
    return block(dataset, version, found)


def conflict(dataset: DatasetFacts, found: Judgement) -> DerivationConflict:
    """The refusal: why, and what can be done."""
    named = ", ".join(dict.fromkeys(f"{p.reference} ({p.license or 'no licence stated'})" for p in found.parents))
    why = " ".join(reason.text.en for reason in found.reasons)
    ways = [reason.text.en for reason in found.ways_out]
    if found.lawful:
        ways.insert(0, f"Choose one of {', '.join(found.lawful)}.")
    return DerivationConflict(
        f"{dataset.id} cannot be published under {dataset.description.license or 'no licence'}: "
        f"it is made from {named}. {why}",
        hint=" ".join(ways) or None,
        params={"dataset": dataset.id, "lawful": list(found.lawful), "reasons": [r.code for r in found.reasons]},
    )


def block(dataset: DatasetFacts, version: VersionFacts | None, found: Judgement) -> dict[str, Any]:
    """Parents, lawful licences, share-alike and where it is met; readers hide the parents that a caller may not see."""
    number = str(version.number) if version else ""
    offered = version is not None and not dataset.restricted
    offer = Offer(EXPORT.format(id=dataset.id), number) if offered else None
    blips = radar(derivation(found.parents), version=number, offer=offer)
    shown = {parent.reference: parent for parent in found.parents}
    return {
        "parents": [_parent(parent) for parent in shown.values()],
        "lawful": list(found.lawful),
        "share_alike": [_share_alike(blip, list(shown.values())) for blip in blips],
    }


def _parent(parent: ParentFacts) -> dict[str, Any]:
    facts = {"how": parent.how.value, "license": parent.license, "license_id": parent.license_id}
    if parent.uid is None and not parent.gone:
        return {**facts, "url": parent.reference}
    return {**facts, "dataset_id": parent.reference, "title": parent.title, "version": parent.version}


def _share_alike(blip: Blip, shown: Sequence[ParentFacts]) -> dict[str, Any]:
    place = next(n for n, parent in enumerate(shown) if parent.reference == blip.parent.dataset_id)
    return {
        "parent": place,
        "license_id": blip.parent.license_id,
        "rows": blip.rows.decision.verdict.value,
        "standing": blip.standing.value,
        "redistribution": blip.url,
        "version": blip.parent.version or None,
    }
