"""Small bars as drawings: shapes by number, so that nothing is styled inline, and a text that says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.web.portal.pages.quantities import count, percent

WIDTH, HEIGHT = 240, 56
GAP = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a drawing, in its units."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """A drawing of ``width`` by ``height``, its ends in words, and what it says as a sentence."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    first: str
    last: str
    text: str


def histogram(intervals: Sequence[Mapping[str, Any]], written: Callable[[Any], str]) -> Histogram | None:
    """The drawing of at least two intervals; ``written`` gives a bound as people read it."""
    if len(intervals) < 2:
        return None
    most = max(interval["count"] for interval in intervals)
    slot = WIDTH / len(intervals)
    bars = tuple(_bar(n, slot, interval["count"], most) for n, interval in enumerate(intervals) if interval["count"])
    first, last = written(intervals[0]["from"]), written(intervals[-1]["to"])
    return Histogram(WIDTH, HEIGHT, bars, first, last, _sentence(intervals, most, written))


def _bar(number: int, slot: float, count_: int, most: int) -> Bar:
    """A bar of one unit at least: a rare value is not none."""
    height = max(1, round(HEIGHT * count_ / most))
    x = round(slot * number)
    return Bar(x, HEIGHT - height, max(1, round(slot * (number + 1)) - x - GAP), height)


def _sentence(intervals: Sequence[Mapping[str, Any]], most: int, written: Callable[[Any], str]) -> str:
    fullest = next(interval for interval in intervals if interval["count"] == most)
    total = sum(interval["count"] for interval in intervals)
    return _(
        "Distribution in %(intervals)s intervals from %(first)s to %(last)s. "
        "The fullest, from %(low)s to %(high)s, holds %(count)s values (%(share)s)."
    ) % {
        "intervals": len(intervals),
        "first": written(intervals[0]["from"]),
        "last": written(intervals[-1]["to"]),
        "low": written(fullest["from"]),
        "high": written(fullest["to"]),
        "count": count(most),
        "share": percent(most / total),
    }
