"""How long each step of reaching a host took, for callers that ask."""

from __future__ import annotations

import contextvars
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_WATCHED: contextvars.ContextVar[Times | None] = contextvars.ContextVar("times of the fetch", default=None)


@dataclass(slots=True)
class Times:
    """Milliseconds by step (``dns``, ``connect``, ``tls``), added up over redirects; a kept connection has none."""

    steps: dict[str, int] = field(default_factory=dict)


@contextmanager
def timed() -> Iterator[Times]:
    """Times of the fetches that this thread makes inside."""
    times = Times()
    token = _WATCHED.set(times)
    try:
        yield times
    finally:
        _WATCHED.reset(token)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Counts what is done inside as this step, if somebody asked."""
    started = time.monotonic()
    try:
        yield
    finally:
        times = _WATCHED.get()
        if times is not None:
            times.steps[name] = times.steps.get(name, 0) + round(1000 * (time.monotonic() - started))
