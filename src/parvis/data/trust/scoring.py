"""The score: five axes, the total on the rounded axes, the band, what to do to gain."""

from __future__ import annotations

from parvis.data.trust.availability import availability
from parvis.data.trust.clarity import clarity
from parvis.data.trust.completeness import completeness
from parvis.data.trust.documents import evidence_hash
from parvis.data.trust.evidence import Evidence
from parvis.data.trust.method import Method, method
from parvis.data.trust.officialness import officialness
from parvis.data.trust.readiness import readiness
from parvis.data.trust.result import Advice, Axis, Score, State
from parvis.data.trust.rounding import rounded
from parvis.data.trust.states import SCORED_ROLES, Access, Outcome

AXES = (officialness, availability, completeness, clarity, readiness)


def compute(evidence: Evidence) -> Score:
    """The score under the method that the evidence names. Same evidence, same bytes.

    Errors: NotFound for a method this program does not have, InvalidEvidence for instants that cannot be read.
    """
    rules = method(evidence.method)
    axes = tuple(axis(evidence, rules) for axis in AXES)
    total = sum(axis.weight * axis.value for axis in axes)
    badge = rounded(total, 100)
    return Score(
        dataset=evidence.dataset,
        state=_state(evidence),
        provisional=_provisional(evidence),
        method=rules.version,
        computed_at=evidence.as_of,
        evidence_hash=evidence_hash(evidence),
        sum=total,
        tenths=rounded(total, 10),
        badge=badge,
        band=band(badge, rules),
        axes=axes,
        advice=_advice(axes),
    )


def band(badge: int, rules: Method) -> str:
    """The letter of a badge value."""
    return next(name for name, low in rules.bands if badge >= low)


def _state(evidence: Evidence) -> State:
    if evidence.suspension is not None:
        return State.SUSPENDED
    return State.SCORED if evidence.access is Access.PUBLIC else State.NOT_PUBLIC


def _provisional(evidence: Evidence) -> bool:
    scored = (d for d in evidence.distributions if d.role in SCORED_ROLES)
    return any(d.outcome is Outcome.UNVERIFIED and d.checked_at is None for d in scored)


def _advice(axes: tuple[Axis, ...]) -> tuple[Advice, ...]:
    """By gain, then order of axes, then code: the same every time."""
    found = [
        (
            -signal.gain * axis.weight,
            place,
            signal.code,
            signal.subject or "",
            Advice(signal.code, axis.code, signal.gain, signal.gain * axis.weight, signal.subject),
        )
        for place, axis in enumerate(axes)
        for signal in axis.signals
        if signal.gain > 0
    ]
    return tuple(item[-1] for item in sorted(found, key=lambda item: item[:-1]))
