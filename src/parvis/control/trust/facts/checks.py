"""Planned and made checks of addresses as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Planned:
    """An address under watch. Instants are ISO 8601; ``failures`` counts those since it last answered well."""

    dataset: str
    target: str
    role: str
    url: str
    next_at: str
    failures: int

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check that was made. Not ``confirmed``: a failure that is tried again before it counts."""

    dataset: str
    distribution: str
    at: str
    next_at: str
    outcome: str
    confirmed: bool
    trigger: str
    record: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """JSON object of the list of checks."""
        mine = ("distribution", "at", "trigger", "outcome", "confirmed", "next_at")
        return {**self.record, **{name: getattr(self, name) for name in mine}}


@dataclass(frozen=True, slots=True)
class DayLine:
    """The checks of an address on one day (ISO date). ``latency_ms``: median time to the first byte."""

    distribution: str
    day: str
    checks: int
    ok: int
    worst: str
    latency_ms: int | None

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}
