"""Scales: from values to pixels, with round ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

SMALLEST = 1e-250
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from ``low`` to ``high`` drawn from pixel ``start`` to pixel ``end``, with a mark every ``step``."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """The values with a mark, ends included."""
        count = round((self.high - self.low) / self.step)
        return [self.low + place * self.step for place in range(count + 1)]


def linear(values: Iterable[float], start: float, end: float, *, from_zero: bool, marks: int = 5) -> Scale:
    """A scale that holds the values between round numbers.

    ``from_zero`` keeps zero on it: lengths lie when they do not begin there.
    """
    known = list(values)
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    # Nothing between the ends that a double can tell apart: some room on both sides.
    if high - low <= max(abs(high), abs(low), SMALLEST) * 1e-9:
        room = abs(high) * 0.1 if abs(high) > SMALLEST else 1.0
        low, high = (0.0, room) if from_zero and low == 0 else (low - room, high + room)
    step = round_step((high - low) / marks)
    return Scale(floor(low / step) * step, ceil(high / step) * step, step, start, end)


def round_step(rough: float) -> float:
    """The nearest step above ``rough`` among 1, 2, 2.5 and 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(step for step in _STEPS if step * power >= rough * 0.999) * power
