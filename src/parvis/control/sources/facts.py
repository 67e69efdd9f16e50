"""Sources, their runs and their alerts as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from parvis.core.errors import ParvisError


class SourceExists(ParvisError):
    """The dataset has a source already."""

    code = "SourceExists"
    status = 409


class SourceBusy(ParvisError):
    """A run of the source has not ended yet."""

    code = "SourceBusy"
    status = 409


class InvalidSchedule(ParvisError):
    """A schedule, a time zone or a delay that cannot be read."""

    code = "InvalidSchedule"
    status = 422


class DatasetBusy(ParvisError):
    """Another publication of the dataset has not ended within the time that one waits."""

    code = "DatasetBusy"
    status = 409


class SecretUnreadable(ParvisError):
    """The secrets of a source were encrypted with a key that is gone."""

    code = "SecretUnreadable"
    status = 500


class RunState(StrEnum):
    """Where a run is: the last four are ends."""

    WAITING = "waiting"
    FETCHING = "fetching"
    FETCHED = "fetched"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (RunState.WAITING, RunState.FETCHING, RunState.FETCHED)


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """One source without its secrets: ``secrets`` are the names of those that are set.

    ``reading`` are the options of the ingest that say how its files are read.
    """

    id: int
    domain: str
    dataset_id: str
    kind: str
    options: Mapping[str, str]
    secrets: tuple[str, ...]
    schedule: str
    timezone: str
    paused: bool
    next_run: datetime | None
    last_success: datetime | None
    failures: int
    owner: str
    silent_after: str
    reading: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run: ``files`` tells what happened to each file; ``code`` and ``message`` why it failed ("" otherwise)."""

    id: int
    source: int
    domain: str
    dataset_id: str
    state: RunState
    trigger: str
    created: datetime
    finished: datetime | None
    heartbeat: datetime | None
    files: tuple[Mapping[str, Any], ...]
    code: str
    message: str
    version: int | None
    folder: str
    actor: str

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """News for the owner of a source: ``failing``, ``recovered`` or ``silent``."""

    at: datetime
    domain: str
    dataset_id: str
    kind: str
    owner: str
    message: str
