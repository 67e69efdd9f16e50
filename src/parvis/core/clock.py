"""Now, in one place, so that tests can hold it still."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)


def iso(instant: datetime) -> str:
    """ISO 8601 in UTC with microseconds and offset, the form manifests and the feed store."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
