"""Kept scores, appeals and checks as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from parvis.core.errors import ParvisError


class InvalidAppeal(ParvisError):
    """The appeal names a point that the score does not have, or has no usable reason or answer."""

    code = "InvalidAppeal"
    status = 422


class AppealExists(ParvisError):
    """This point is contested already, or the appeal has its answer already."""

    code = "AppealExists"
    status = 409


class Decision(StrEnum):
    """What became of an appeal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One kept score. ``axes`` by code; ``changed`` names the points that moved since the line before."""

    dataset: str
    at: str
    method: str
    sum: int
    badge: int
    band: str
    axes: Mapping[str, int]
    changed: tuple[str, ...]
    reason: str
    evidence_hash: str

    def to_dict(self) -> dict[str, Any]:
        """JSON object of the history."""
        return {
            "at": self.at,
            "method": self.method,
            "score": (self.sum + 5) // 10 / 10,
            "badge": self.badge,
            "band": self.band,
            "axes": dict(self.axes),
            "changed": list(self.changed),
            "reason": self.reason,
            "evidence_hash": self.evidence_hash,
        }


@dataclass(frozen=True, slots=True)
class Appeal:
    """A contested point, with its answer once there is one. Instants are ISO 8601."""

    id: int
    dataset: str
    axis: str
    signal: str
    subject: str
    reason: str
    author: str
    made: str
    due: str
    decision: Decision
    answer: str = ""
    answered_by: str = ""
    answered: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON object; who wrote is left out, since it is a person."""
        names = ("id", "axis", "signal", "subject", "reason", "made", "due", "answer", "answered")
        return {**{name: getattr(self, name) for name in names}, "decision": self.decision.value}


@dataclass(frozen=True, slots=True)
class Verified:
    """A score computed again from its stored evidence: whether it came out the same."""

    dataset: str
    at: str
    method: str
    same: bool
    stored: int
    computed: int
