"""Whether the licences of its parents let a dataset be published under its own. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from parvis.control.catalog.facts import ParentFacts
from parvis.data.licensing.compatibility.combining import Grant, combine
from parvis.data.licensing.compatibility.terms import OWN, outputs
from parvis.data.licensing.decisions import Reason, Verdict
from parvis.data.licensing.derivation.ledger import Derivation, Operation, Parent, outcome
from parvis.data.licensing.registry import registry
from parvis.data.licensing.stated import NOT_STATED, stated

# What stands for words that nothing explains: a person must read the terms.
UNREAD = "LicenseRef-other-closed"


class Standing(StrEnum):
    """Where the question of a derived dataset's licence stands."""

    SETTLED = "settled"
    UNSTATED = "unstated"  # a parent of the portal states no licence: its manager must
    REOPENED = "reopened"  # the licence of a parent has changed since the decision
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The standing, the licences that are lawful, why, and what can be done about a conflict."""

    standing: Standing
    license_id: str | None
    lawful: tuple[str, ...]
    reasons: tuple[Reason, ...]
    ways_out: tuple[Reason, ...]
    parents: tuple[ParentFacts, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "standing": self.standing.value,
            "license_id": self.license_id,
            "lawful": list(self.lawful),
            "reasons": [reason.text.en for reason in self.reasons],
            "ways_out": [reason.text.en for reason in self.ways_out],
            "parents": [parent.to_dict() for parent in self.parents],
        }


def judged(license: str | None, license_url: str | None, parents: Sequence[ParentFacts]) -> Judgement:
    """The judgement of a dataset that states this licence. Raises ValueError without parent."""
    read = [parent for parent in parents if parent.license_id != NOT_STATED]
    own = stated(license, license_url)
    if not read:
        return Judgement(Standing.UNSTATED, own.license_id, (), (), (), tuple(parents))
    ledger = derivation(read)
    chosen = chosen_output(license, license_url, [parent.license_id for parent in ledger.parents])
    grants = _grants(read)
    found = outcome(ledger, chosen=chosen, grants=grants)
    lawful = (*found.combination.under(Verdict.ALLOWED), *found.combination.under(Verdict.CONDITIONS))
    kept = _kept_as_is(own.license_id, ledger.parents)
    blocked = found.blocked and not kept
    standing = Standing.CONFLICT if blocked else _standing(parents)
    reasons = found.reasons if blocked else found.combination.reasons
    return Judgement(standing, own.license_id, lawful, reasons, found.ways_out if blocked else (), tuple(parents))


def derivation(parents: Sequence[ParentFacts]) -> Derivation:
    """The entry of the ledger for these parents, under the licences they have now."""
    kept = {parent.reference: parent for parent in parents}
    return Derivation(
        "",
        Operation.JOIN if any(parent.how == "join" for parent in parents) else Operation.UPLOAD,
        tuple(Parent(name, str(one.version or ""), _license(one)) for name, one in kept.items()),
    )


def _license(parent: ParentFacts) -> str:
    return (parent.decided if parent.gone else parent.license_id) or UNREAD


def _standing(parents: Sequence[ParentFacts]) -> Standing:
    if any(parent.reopened for parent in parents):
        return Standing.REOPENED
    unstated = any(parent.license_id == NOT_STATED for parent in parents)
    return Standing.UNSTATED if unstated else Standing.SETTLED


def _grants(parents: Sequence[ParentFacts]) -> tuple[Grant, ...]:
    kept = {parent.reference: parent for parent in parents}.values()
    return tuple(Grant(place, one.permits, one.evidence) for place, one in enumerate(kept) if one.evidence)


def chosen_output(license: str | None, license_url: str | None, parents: Sequence[str]) -> str | None:
    """The output of the engine that the stated licence is; None when none is stated.

    A licence without version is the first of its versions that the parents accept. One that the engine does not
    compute, or words that nothing explains, are the publisher's own terms.
    """
    found = stated(license, license_url)
    if found.license_id == NOT_STATED:
        return None
    entry = registry().by_id.get(found.license_id or "")
    versions = [name for name in (entry.versions if entry else ()) if name in outputs()]
    if versions:
        accepted = set(combine(parents).under(Verdict.ALLOWED))
        return next((name for name in versions if name in accepted), versions[0])
    return found.license_id if found.license_id in outputs() else OWN


def _kept_as_is(license_id: str | None, parents: Sequence[Parent]) -> bool:
    """Whether the dataset keeps the one licence of its parents, which lets adaptations be shared."""
    entry = registry().by_id.get(license_id or "")
    same = all(parent.license_id == license_id for parent in parents)
    return same and entry is not None and entry.derivatives.value in ("yes", "non_commercial")
