"""The result: axes, their signals, advice. Rendered as JSON with sentences in French and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from parvis.data.trust.evidence import Proof


class State(StrEnum):
    """Whether there is a public number. ``SUSPENDED``: taken down; ``NOT_PUBLIC``: its owners only."""

    SCORED = "scored"
    SUSPENDED = "suspended"
    NOT_PUBLIC = "not_public"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence by its key in the method, with its values."""

    key: str
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """One point of an axis: what was found (``state``), what it brings, of how much.

    ``cap`` limits the axis (availability, licence); ``gain`` is what the axis would gain at most if the signal
    were as good as can be; ``subject`` is the distribution it speaks of.
    """

    code: str
    state: str
    points: int | None = None
    max: int | None = None
    cap: int | None = None
    gain: int = 0
    subject: str | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: an integer 0..100, its weight in percent, and why."""

    code: str
    weight: int
    value: int
    status: str
    summary: Text
    signals: tuple[Signal, ...]
    extra: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """A way to gain: points of the axis, and hundredths of a point of the total."""

    signal: str
    axis: str
    gain_axis: int
    gain_sum: int
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A computed score. ``sum`` is 0..10000, ``tenths`` the score times ten, ``badge`` 0..100, ``band`` A to E."""

    dataset: str
    state: State
    provisional: bool
    method: str
    computed_at: str
    evidence_hash: str
    sum: int
    tenths: int
    badge: int
    band: str
    axes: tuple[Axis, ...]
    advice: tuple[Advice, ...]

    @property
    def values(self) -> Mapping[str, int]:
        """Value of each axis by code."""
        return {axis.code: axis.value for axis in self.axes}

    def axis(self, code: str) -> Axis:
        """The axis of that code."""
        return next(axis for axis in self.axes if axis.code == code)
