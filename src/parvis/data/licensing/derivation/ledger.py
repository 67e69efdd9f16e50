"""The ledger of a derived dataset: its parents with their versions, and the licences it may lawfully bear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from parvis.data.licensing.compatibility.combining import Combination, Grant, combine
from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.publishers import ANYONE
from parvis.data.licensing.compatibility.terms import Group, terms_of
from parvis.data.licensing.compatibility.territory import Territory
from parvis.data.licensing.decisions import Reason, Verdict, because
from parvis.data.licensing.offers import Producer

NOWHERE = Territory()


class Operation(StrEnum):
    """How the derived dataset came to be."""

    JOIN = "join"
    UPLOAD = "upload"  # declared as derived by who uploads it
    QUERY = "query"  # combined when asked, offered for download


@dataclass(frozen=True, slots=True)
class Parent:
    """One parent at one version, with what its licensor said of it then."""

    dataset_id: str
    version: str
    license_id: str
    profile: Profile = Profile.STRICT
    keywords: tuple[str, ...] = ()
    territory: Territory = NOWHERE


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the derived dataset: the parents (dataset ids) it comes from, none for one's own data; its theme.

    ``linked``: it describes the very records of a parent.
    """

    name: str
    parents: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Derivation:
    """One entry of the ledger."""

    dataset_id: str
    operation: Operation
    parents: tuple[Parent, ...]
    columns: tuple[Column, ...] = ()
    territory: Territory = NOWHERE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the derived dataset may bear; ``blocked`` forbids publication, ``ways_out`` say what to do about it."""

    combination: Combination
    blocked: bool
    reasons: tuple[Reason, ...]
    ways_out: tuple[Reason, ...]


def outcome(
    derivation: Derivation,
    *,
    chosen: str | None = None,
    publisher: Producer = ANYONE,
    grants: Sequence[Grant] = (),
) -> Outcome:
    """Lawful licences of the derived dataset, and whether the chosen one is among them. ValueError without parent."""
    found = combine([parent.license_id for parent in derivation.parents], publisher=publisher, grants=grants)
    outputs = {output.license_id: output for output in found.outputs}
    lawful = [*found.under(Verdict.ALLOWED), *found.under(Verdict.CONDITIONS)]
    reasons = found.reasons
    blocked = not lawful or found.verdict is Verdict.REVIEW
    if chosen is not None and chosen not in lawful:
        blocked = True
        picked = outputs.get(chosen)
        refusing = [link.reason for link in picked.chain if link.verdict is Verdict.CONFLICT] if picked else []
        own = [picked.refusal] if picked and picked.refusal else []
        reasons = (*own, *refusing, *reasons)
    return Outcome(found, blocked, tuple(dict.fromkeys(reasons)), ways_out(derivation, found) if blocked else ())


def ways_out(derivation: Derivation, found: Combination) -> tuple[Reason, ...]:
    """What can be done about a conflict, the sources that cause it named."""
    causes = [derivation.parents[i].license_id for i in found.conflict]
    named = list(dict.fromkeys(causes))
    ways = [because("ask_permission", license=license_id) for license_id in named]
    if len(derivation.parents) > 1:
        ways.append(because("keep_separate"))
        ways += [because("drop_source", license=license_id) for license_id in named]
    if not any(terms_of(name).group in (Group.NO_DERIVATIVES, Group.CLOSED) for name in named):
        ways.append(because("publish_only_work"))
    return tuple(ways)


def reopened(derivation: Derivation, now: Sequence[Parent]) -> tuple[str, ...]:
    """Dataset ids of the parents whose licence, reading, keywords or territory changed: decide the outcome again.

    A parent that is no longer there counts as changed; a new version alone does not.
    """
    present = {parent.dataset_id: _facts(parent) for parent in now}
    return tuple(p.dataset_id for p in derivation.parents if present.get(p.dataset_id) != _facts(p))


def _facts(parent: Parent) -> tuple[object, ...]:
    return parent.license_id, parent.profile, frozenset(parent.keywords), parent.territory
