"""Who licenses a database, and what the licence says of persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parvis.data.licensing.decisions import Decision, Verdict, decide
from parvis.data.licensing.facts import Confidence


@dataclass(frozen=True, slots=True)
class Licensors:
    """Names that the attribution owes, and who only distributes."""

    names: tuple[str, ...]
    distributor: str | None
    decision: Decision


def licensors(
    *, producers: Sequence[str] = (), distributor: str | None = None, modified_by: Sequence[str] = ()
) -> Licensors:
    """Producers and whoever modified the database; unresolved (review) without a producer."""
    if not producers:
        unresolved = decide(Verdict.REVIEW, "licensor_unresolved", confidence=Confidence.MEDIUM)
        return Licensors((), distributor, unresolved)
    names = tuple(dict.fromkeys((*producers, *modified_by)))
    return Licensors(names, distributor, decide(Verdict.ALLOWED, "licensors_named"))


def personal_data(*, lawful_ground: bool, by_reuser: bool = False) -> Decision:
    """Whether a licence may be put on personal data, or serves a reuser as a ground to process them."""
    if by_reuser:
        return decide(Verdict.FORBIDDEN, "not_granted_by_license")
    if not lawful_ground:
        return decide(Verdict.FORBIDDEN, "personal_data_blocked")
    return decide(Verdict.ALLOWED, "personal_data_notice")
