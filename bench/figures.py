"""One figure: what Parvis takes, what the reference takes, the target, and whether it is reached."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """``ours`` and ``reference`` are in ``unit``; ``target`` is told in words, ``reached`` is the verdict."""

    family: str
    name: str
    ours: float
    reference: float | None
    unit: str
    target: str
    reached: bool

    @property
    def ratio(self) -> float | None:
        """Ours over the reference."""
        return None if not self.reference else self.ours / self.reference

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {**asdict(self), "ratio": self.ratio}


def at_most(family: str, name: str, ours: float, limit: float, unit: str, reference: float | None = None) -> Figure:
    """A figure that must stay under a limit."""
    return Figure(family, name, ours, reference, unit, f"≤ {limit:g} {unit}", ours <= limit)


def within(family: str, name: str, ours: float, reference: float, factor: float, unit: str, plus: float = 0) -> Figure:
    """A figure that must stay under ``factor`` times the reference, plus a constant."""
    target = f"≤ {factor:g} × ref" + (f" + {plus:g} {unit}" if plus else "")
    return Figure(family, name, ours, reference, unit, target, ours <= factor * reference + plus)


def at_least(family: str, name: str, ours: float, reference: float, factor: float, unit: str) -> Figure:
    """A rate that must reach ``factor`` times the reference."""
    return Figure(family, name, ours, reference, unit, f"≥ {factor:g} × ref", ours >= factor * reference)


def median(work: Callable[[int], Any], times: int, warm: int = 2) -> float:
    """Median milliseconds of calls that get their number, so that no two need be the same."""
    for number in range(warm):
        work(number)
    taken = []
    for number in range(warm, warm + times):
        started = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def show(figures: list[Figure]) -> None:
    """The table of a run."""
    table = Table("family", "figure", "Parvis", "reference", "ratio", "target", "", header_style="bold", box=None)
    for f in figures:
        reference = "" if f.reference is None else f"{f.reference:,.1f} {f.unit}"
        ratio = "" if f.ratio is None else f"{f.ratio:.2f}"
        verdict = "ok" if f.reached else "MISSED"
        table.add_row(f.family, f.name, f"{f.ours:,.1f} {f.unit}", reference, ratio, f.target, verdict)
    Console(width=150).print(table)
