"""The instant at which a fetch ends, whatever the other side does."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from parvis.data.connectors.guarded.errors import Cancelled, TimedOut

Cancel = Callable[[], bool]


def never() -> bool:
    """A fetch nobody cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant of the monotonic clock, and whether somebody cancelled meanwhile."""

    at: float
    allowed: float
    cancel: Cancel = never

    @classmethod
    def after(cls, seconds: float, cancel: Cancel = never) -> Deadline:
        """The deadline that many seconds from now."""
        return cls(time.monotonic() + seconds, seconds, cancel)

    def left(self, at_most: float) -> float:
        """Seconds left, at most the given ones. Raises TimedOut when none are, Cancelled when cancelled."""
        if self.cancel():
            raise Cancelled("The fetch was cancelled")
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TimedOut(f"The whole fetch took longer than {self.allowed:g} s")
        return min(seconds, at_most)
