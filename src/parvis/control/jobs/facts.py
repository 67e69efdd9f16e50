"""States of a job, and a job as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobFacts:
    """One job: ``name`` of the task, ``key`` of what it works on, runs so far, last error ("" for none)."""

    name: str
    key: str
    state: JobState
    attempts: int
    created: datetime
    started: datetime | None
    heartbeat: datetime | None
    finished: datetime | None
    error: str
