"""What the attribution line needs to know of a source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Credited:
    """One source to credit.

    ``producers`` are all its licensors, ``updated`` the day of its last update, ``changes`` what was done to it (None:
    nothing), ``share`` its part of the result between 0 and 1: the greatest comes first.
    """

    license_id: str
    title: str
    producers: tuple[str, ...] = ()
    url: str | None = None
    updated: date | None = None
    changes: str | None = None
    share: float = 0.0
    openstreetmap: bool = False
