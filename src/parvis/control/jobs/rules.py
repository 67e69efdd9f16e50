"""When a job is dead, and whether it gets another chance."""

from __future__ import annotations

from datetime import datetime, timedelta

BEAT = timedelta(seconds=10)
SILENCE = timedelta(seconds=60)
MAX_ATTEMPTS = 5


def is_dead(heartbeat: datetime | None, at: datetime) -> bool:
    """Whether a running job has been silent too long: its process is gone."""
    return heartbeat is None or at - heartbeat > SILENCE


def next_delay(attempts: int) -> timedelta | None:
    """How long to wait before the next run after this many; None: give up."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return timedelta(seconds=2 * 4**attempts)
