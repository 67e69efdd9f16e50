"""How far an ingest is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """The step under way and the share of the whole that is done, 0 to 1."""

    step: str
    share: float


Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """A report that nobody reads."""
