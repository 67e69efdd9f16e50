"""Territories as sets of places, compared without geometry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from parvis.core.words import slug


class Relation(StrEnum):
    """How territory A stands to territory B."""

    EQUAL = "equal"
    CONTAINS = "contains"
    WITHIN = "within"
    OVERLAPS = "overlaps"
    DISJOINT = "disjoint"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Territory:
    """Places, each a path from the widest to the narrowest (``fr/31/toulouse``), which holds all that it begins.

    ``box`` (west, south, east, north, in degrees) is compared when neither side has places.
    """

    places: frozenset[str] = frozenset()
    box: tuple[float, float, float, float] | None = None

    @classmethod
    def of(cls, places: Iterable[str]) -> Territory:
        """From paths in any case and spelling; empty ones are dropped."""
        paths = ("/".join(filter(None, (slug(part) for part in place.split("/")))) for place in places)
        return cls(frozenset(filter(None, paths)))

    def __bool__(self) -> bool:
        return bool(self.places) or self.box is not None


def relation(a: Territory, b: Territory) -> Relation:
    """How A stands to B; unknown when they cannot be compared."""
    if a.places and b.places:
        a_in_b, b_in_a = _inside(a.places, b.places), _inside(b.places, a.places)
        meeting = any(_holds(x, y) or _holds(y, x) for x in a.places for y in b.places)
    elif a.box and b.box:
        a_in_b, b_in_a = _box_inside(a.box, b.box), _box_inside(b.box, a.box)
        meeting = a.box[0] < b.box[2] and b.box[0] < a.box[2] and a.box[1] < b.box[3] and b.box[1] < a.box[3]
    else:
        return Relation.UNKNOWN
    if a_in_b and b_in_a:
        return Relation.EQUAL
    if a_in_b:
        return Relation.WITHIN
    if b_in_a:
        return Relation.CONTAINS
    return Relation.OVERLAPS if meeting else Relation.DISJOINT


def _holds(wide: str, narrow: str) -> bool:
    return narrow == wide or narrow.startswith(wide + "/")


def _inside(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    return all(any(_holds(w, n) for w in wide) for n in narrow)


def _box_inside(narrow: tuple[float, float, float, float], wide: tuple[float, float, float, float]) -> bool:
    return wide[0] <= narrow[0] and wide[1] <= narrow[1] and narrow[2] <= wide[2] and narrow[3] <= wide[3]
