"""Which rows of a derived database bear the licence of its ODbL source."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.data.licensing.compatibility.territory import Relation, Territory, relation
from parvis.data.licensing.decisions import Decision, Verdict, decide
from parvis.data.licensing.facts import Confidence


@dataclass(frozen=True, slots=True)
class Spread:
    """Licences of the rows inside and outside the territory of the share-alike source."""

    inside: str | None
    outside: str | None
    decision: Decision

    @property
    def whole(self) -> bool:
        """Whether every row is under the share-alike licence."""
        return self.outside is None


def spread(share_alike: str, other: str, a: Territory, b: Territory, *, locatable: bool = True) -> Spread:
    """Rows of a database made from A (share-alike) and B (other terms), which itself keeps its own."""
    place = relation(b, a)
    if not locatable or place is Relation.UNKNOWN:
        return Spread(share_alike, None, decide(Verdict.WARN, "rows_not_located", confidence=Confidence.MEDIUM))
    if place is Relation.EQUAL:
        return Spread(share_alike, None, decide(Verdict.SHARE, "whole_territory"))
    if place is Relation.WITHIN:
        return Spread(share_alike, None, decide(Verdict.SHARE, "whole_territory", confidence=Confidence.MEDIUM))
    sure = Confidence.HIGH if place is Relation.CONTAINS else Confidence.MEDIUM
    return Spread(share_alike, other, decide(Verdict.SHARE, "only_rows_inside", confidence=sure))
