"""What moved between two scores, averages, the uptime of a window, appeals' deadline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from parvis.control.trust.facts.documents import canonical
from parvis.control.trust.facts.history import Average, InvalidAppeal
from parvis.control.trust.facts.score import Axis, Score
from parvis.control.trust.rules.method import method
from parvis.control.trust.rules.rendering import to_object
from parvis.control.trust.rules.rounding import rounded

ANSWER_WITHIN = timedelta(days=30)
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


def average(scores: Iterable[tuple[str, int, str, Mapping[str, int]]]) -> Average:
    """Over (dataset, sum, band, axes): exact means rounded half up; the ten lowest first."""
    found = list(scores)
    bands = {name: 0 for name, _ in method().bands}
    for _, _, letter, _ in found:
        bands[letter] += 1
    count = len(found)
    codes = method().weights
    worst = sorted(found, key=lambda item: (item[1], item[0]))[:10]
    return Average(
        count=count,
        sum=rounded(sum(item[1] for item in found), count) if count else 0,
        bands=bands,
        axes={code: rounded(sum(item[3][code] for item in found), count) if count else 0 for code in codes},
        worst=tuple((name, value) for name, value, _, _ in worst),
    )


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
