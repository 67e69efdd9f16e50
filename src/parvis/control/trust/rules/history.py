"""What moved between two scores, what an appeal may say, and when its answer is due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from parvis.control.trust.facts.history import InvalidAppeal
from parvis.data.trust.documents import canonical
from parvis.data.trust.rendering import to_object
from parvis.data.trust.result import Axis, Score

ANSWER_WITHIN = timedelta(days=30)
NOTICED = 20
_REASON = (10, 4000)


def result_hash(score: Score) -> str:
    """Names the whole result, every signal and sentence included: equal exactly when the bytes are."""
    return "sha256:" + hashlib.sha256(canonical(to_object(score))).hexdigest()


def moved(before: Score | None, after: Score) -> tuple[str, ...]:
    """The points whose state, points or cap differ, as ``axis.signal`` (``axis.signal:distribution``), sorted."""
    if before is None:
        return ()
    old, new = _points(before.axes), _points(after.axes)
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


def _points(axes: Iterable[Axis]) -> dict[str, tuple[object, ...]]:
    return {
        f"{axis.code}.{signal.code}" + (f":{signal.subject}" if signal.subject else ""): (
            signal.state,
            signal.points,
            signal.cap,
        )
        for axis in axes
        for signal in axis.signals
    }


def losses(before: Score | None, after: Score) -> list[str]:
    """What an owner should hear of: the band that dropped, axes that lost 20 points or more."""
    if before is None:
        return []
    band = [f"band {before.band} to {after.band}"] if after.band > before.band else []
    old = before.values
    axes = [f"{code} {old[code]} to {value}" for code, value in after.values.items() if old[code] - value >= NOTICED]
    return band + axes


def checked_reason(text: str) -> str:
    """The text of an appeal or an answer, without outer spaces. Raises InvalidAppeal."""
    low, high = _REASON
    if not low <= len(text.strip()) <= high:
        raise InvalidAppeal(f"say why in {low} to {high} characters")
    return text.strip()


def checked_point(score: Score, axis: str, signal: str, subject: str) -> None:
    """Raise InvalidAppeal unless the score has this point."""
    name = f"{axis}.{signal}" + (f":{subject}" if subject else "")
    if name not in _points(score.axes):
        raise InvalidAppeal(f"the score has no point {name[:200]!r}", hint="`parvis trust show ID` lists them")


def due(made: datetime) -> datetime:
    """Until when an appeal has to be answered."""
    return made + ANSWER_WITHIN
