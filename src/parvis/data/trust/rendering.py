"""A score as the JSON object that the API, the manifest and the command line show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parvis.data.trust.method import Method, method
from parvis.data.trust.result import Advice, Axis, Score, Signal, State, Text

LANGUAGES = ("fr", "en")


def to_object(score: Score, languages: Iterable[str] = LANGUAGES) -> dict[str, Any]:
    """The whole result with its sentences, for who may see it."""
    rules, told = method(score.method), tuple(languages)
    return {
        **_head(score),
        "score": score.tenths / 10,
        "badge": score.badge,
        "band": score.band,
        "sum": score.sum,
        "axes": [_axis(axis, rules, told) for axis in score.axes],
        "advice": [_advice(item, score, rules, told) for item in score.advice],
    }


def public_object(score: Score, languages: Iterable[str] = LANGUAGES) -> dict[str, Any]:
    """The same for everybody: a dataset that is taken down or not public has no public number."""
    return to_object(score, languages) if score.state is State.SCORED else _head(score)


def gain_text(axis: str, signal: Signal, rules: Method) -> Text | None:
    """How to gain the rest of a signal; None when there is nothing to gain."""
    if signal.gain <= 0:
        return None
    for key in (f"gain.{axis}.{signal.code}.{signal.state}", f"gain.{axis}.{signal.code}"):
        if rules.has_text(key):
            return Text(key)
    return None


def _head(score: Score) -> dict[str, Any]:
    return {
        "dataset": score.dataset,
        "state": score.state.value,
        "provisional": score.provisional,
        "method": score.method,
        "computed_at": score.computed_at,
        "evidence_hash": score.evidence_hash,
    }


def _axis(axis: Axis, rules: Method, languages: tuple[str, ...]) -> dict[str, Any]:
    return {
        "code": axis.code,
        "weight": axis.weight,
        "value": axis.value,
        "status": axis.status,
        **dict(axis.extra),
        "label": _told(Text(f"axis.{axis.code}"), rules, languages),
        "summary": _told(axis.summary, rules, languages),
        "signals": [_signal(axis.code, signal, rules, languages) for signal in axis.signals],
    }


def _signal(axis: str, signal: Signal, rules: Method, languages: tuple[str, ...]) -> dict[str, Any]:
    how = gain_text(axis, signal, rules)
    values: dict[str, Any] = {
        "code": signal.code,
        "distribution": signal.subject,
        "state": signal.state,
        "points": signal.points,
        "max": signal.max,
        "cap": signal.cap,
        "proof": signal.proof.to_dict() if signal.proof else None,
    }
    kept = {name: value for name, value in values.items() if value is not None}
    return {**kept, "gain": signal.gain or None, **({"how": _told(how, rules, languages)} if how else {})}


def _advice(item: Advice, score: Score, rules: Method, languages: tuple[str, ...]) -> dict[str, Any]:
    signals = score.axis(item.axis).signals
    signal = next(s for s in signals if (s.code, s.subject) == (item.signal, item.subject))
    how = gain_text(item.axis, signal, rules)
    return {
        "signal": item.signal,
        "axis": item.axis,
        **({"distribution": item.subject} if item.subject else {}),
        "gain_axis": item.gain_axis,
        "gain_sum": item.gain_sum,
        **({"how": _told(how, rules, languages)} if how else {}),
    }


def _told(text: Text, rules: Method, languages: tuple[str, ...]) -> dict[str, str]:
    return {language: rules.text(text, language) for language in languages}
