"""What a text was found to mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parvis.data.licensing.facts import Text


class Match(StrEnum):
    """How a licence was recognised."""

    EXACT = "exact"
    ASSUMED = "assumed"
    PLATFORM = "platform"
    FAMILY = "family"
    GENERIC = "generic"
    NONE = "none"


class Operator(StrEnum):
    """How several licences are joined in one statement: the reuser chooses, or all apply."""

    OR = "OR"
    AND = "AND"


class Flag(StrEnum):
    """What a person should know beside the licence."""

    SOFTWARE_LICENSE_ON_DATA = "software_license_on_data"
    OPEN_IS_CLAIMED = "open_is_claimed"
    CONTRADICTION = "contradiction"
    RIDER = "rider"
    OR_LATER = "or_later"
    UNMAPPED = "unmapped"


CLARITY = {Match.EXACT: 100, Match.ASSUMED: 80, Match.PLATFORM: 80, Match.FAMILY: 60, Match.GENERIC: 30, Match.NONE: 0}
UNMAPPED_CLARITY = 15
CONTRADICTION_COST = 20


@dataclass(frozen=True, slots=True)
class Normalized:
    """The licence of a text, or the candidates between which nothing decides.

    ``license_id`` is None when nothing matched and when the text stays ambiguous. ``confidence`` runs from 0 to 1.
    ``candidates`` are strictest first when they contradict each other: the first then governs until a person decides.
    """

    raw: str
    license_id: str | None
    match: Match
    confidence: float
    why: Text
    candidates: tuple[str, ...] = ()
    operator: Operator | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def needs_review(self) -> bool:
        """Whether a person must decide: a contradiction, or a text that nothing explains."""
        return Flag.CONTRADICTION in self.flags or Flag.UNMAPPED in self.flags

    @property
    def clarity(self) -> int:
        """Clarity of the licence, 0 to 100."""
        return round(self.confidence * 100)
