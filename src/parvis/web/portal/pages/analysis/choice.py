"""What a visitor chose to draw, as the parameters of an address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.http import QueryDict

TOP = 20
LARGEST_TOP = 200
LONGEST = 200


class Measure(StrEnum):
    """What is computed of each group."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    AVG = "avg"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"
    STDDEV = "stddev"


class Form(StrEnum):
    """The chart that is drawn."""

    COLUMN = "column"
    BAR = "bar"
    LINE = "line"
    AREA = "area"
    PIE = "pie"
    TREEMAP = "treemap"
    SCATTER = "scatter"


class Order(StrEnum):
    """How groups follow one another: by value, largest or smallest first; by name or date, up or down."""

    LARGEST = "-value"
    SMALLEST = "value"
    UP = "key"
    DOWN = "-key"


ADDITIVE = frozenset({Measure.COUNT, Measure.SUM})


@dataclass(frozen=True, slots=True)
class Choice:
    """The parameters as written; empty ones are for the page to decide. Nothing is checked against a dataset yet."""

    measure: str = ""
    of: str = ""
    by: str = ""
    step: str = ""
    split: str = ""
    kind: str = ""
    order: str = ""
    top: str = ""
    stack: str = ""

    @classmethod
    def read(cls, parameters: QueryDict) -> Choice:
        """The choice an address states."""
        return cls(**{name: parameters.get(name, "").strip()[:LONGEST] for name in NAMES})

    @property
    def is_empty(self) -> bool:
        """Whether everything is for the page to decide."""
        return not self.pairs()

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that say something, in a fixed order."""
        return [(name, getattr(self, name)) for name in NAMES if getattr(self, name)]


NAMES = tuple(Choice.__dataclass_fields__)


def known_measure(text: str) -> Measure:
    """The measure of that name, the count of records for another."""
    return next((measure for measure in Measure if measure == text), Measure.COUNT)


def known_order(text: str, default: Order) -> Order:
    """The order of that name, or the default."""
    return next((order for order in Order if order == text), default)


def known_top(text: str) -> int:
    """How many groups are shown, within reason."""
    return min(max(int(text), 1), LARGEST_TOP) if text.isascii() and text.isdigit() and len(text) < 6 else TOP
