"""The checks of an address on one day, as one line."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from parvis.control.trust.facts.checks import DayLine
from parvis.data.trust.states import GOOD, Outcome

_PLACES = {outcome: place for place, outcome in enumerate(Outcome)}


def day_line(target: str, day: str, found: Sequence[tuple[str, int | None]], before: DayLine | None = None) -> DayLine:
    """Outcomes with their times to the first byte (ms), at least one, added to what was counted ``before``."""
    outcomes = [Outcome(outcome) for outcome, _ in found]
    times = [time for _, time in found if time is not None]
    worst = [*outcomes, *([Outcome(before.worst)] if before else [])]
    return DayLine(
        distribution=target,
        day=day,
        checks=len(outcomes) + (before.checks if before else 0),
        ok=sum(outcome in GOOD for outcome in outcomes) + (before.ok if before else 0),
        worst=min(worst, key=_PLACES.__getitem__).value,
        latency_ms=round(median(times)) if times else (before.latency_ms if before else None),
    )
