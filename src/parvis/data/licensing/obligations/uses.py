"""A use of a database, and what a licence says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parvis.data.licensing.facts import Text


class Act(StrEnum):
    """What one does with the data."""

    CONSULT = "consult"
    REDISTRIBUTE = "redistribute"  # unmodified
    DERIVE = "derive"
    PRODUCE = "produce"  # a map, a chart, a text, a service
    COMBINE = "combine"


class Modality(StrEnum):
    """What the licence says."""

    MAY = "may"
    MUST = "must"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True)
class Use:
    """``internal``: nobody outside the organisation gets the data or what is made from them."""

    act: Act
    commercial: bool = False
    internal: bool = False
    public_body: bool = False


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that may, must or must not be done; ``articles`` say where it is written; ``licenses`` ask for it."""

    code: str
    modality: Modality
    articles: tuple[str, ...]
    text: Text
    licenses: tuple[str, ...]
