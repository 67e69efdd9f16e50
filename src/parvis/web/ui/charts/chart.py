"""What a chart shows: series of numbers over one list of labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import TypeGuard

# Colours of series on a light ground; pages replace them by their tokens, mails and files keep them.
CATEGORIES = ("#0B6E76", "#B4540A", "#5B4B9E", "#2F7D32", "#B0275E", "#7A6A00", "#2767B0", "#6B5B53")
LARGEST = 1e300


class Kind(StrEnum):
    """Forms of a chart. BAR lies, COLUMN stands; stacked ones add up the series."""

    BAR = "bar"
    COLUMN = "column"
    LINE = "line"
    AREA = "area"
    PIE = "pie"
    SCATTER = "scatter"


@dataclass(frozen=True, slots=True)
class Series:
    """One value a label, None where there is none: a gap, never a zero."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """``labels`` name the places of the first axis in their order; ``stacked`` adds the series up.

    ``ordered`` tells that labels follow one another (dates, classes): some may then be left unwritten.
    ``places`` are where labels stand on the first axis, of a SCATTER alone.
    """

    kind: Kind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    ordered: bool = False
    places: tuple[float, ...] = ()

    def numbers(self) -> Iterator[float]:
        """Every value that can be drawn."""
        for series in self.series:
            yield from (value for value in series.values if drawable(value))

    def totals(self) -> list[float]:
        """The sum over the series at each label, of what can be drawn."""
        return [
            sum(value for s in self.series if drawable(value := s.values[place])) for place in range(len(self.labels))
        ]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return next(self.numbers(), None) is None


def drawable(value: float | None) -> TypeGuard[float]:
    """Whether the value is a number with a place on an axis; beyond ``LARGEST`` sums would overflow."""
    return value is not None and isfinite(value) and abs(value) < LARGEST
