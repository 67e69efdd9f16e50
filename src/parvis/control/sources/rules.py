"""When a source runs next, and after how much silence its owner hears of it. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from parvis.control.sources.facts import InvalidSchedule

_INTERVAL = re.compile(r"(?:every\s+)?(\d{1,5})\s*(m|min|h|d|w)")
_UNITS = {"m": 1, "min": 1, "h": 60, "d": 1440, "w": 10080}
SHORTEST = timedelta(minutes=1)
# A source that fails is tried again soon, then waits for its schedule.
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
TIME_LIMIT = timedelta(hours=2)
SILENCE = timedelta(minutes=10)


def interval(text: str) -> timedelta | None:
    """``15m``, ``every 2h``, ``1d``; None when it is not one. Raises InvalidSchedule below a minute."""
    found = _INTERVAL.fullmatch(text.strip().lower())
    if not found:
        return None
    length = timedelta(minutes=int(found[1]) * _UNITS[found[2]])
    if length < SHORTEST:
        raise InvalidSchedule(f"{text!r} is too short", hint="once a minute at most")
    return length


def checked_schedule(text: str, timezone: str) -> str:
    """The schedule itself; empty: only by hand. Raises InvalidSchedule."""
    text = " ".join(text.split())
    zone(timezone)
    if text and interval(text) is None:
        _cron(text, datetime.now(ZoneInfo("UTC")))
    return text


def checked_silence(text: str) -> str:
    """An interval, or empty: never. Raises InvalidSchedule."""
    if text and interval(text) is None:
        raise InvalidSchedule(f"{text!r} is not a length of time", hint="write for instance 2d")
    return text


def zone(name: str) -> ZoneInfo:
    """The time zone of that name. Raises InvalidSchedule."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidSchedule(f"there is no time zone {name!r}", hint="for instance Europe/Paris") from error


def next_run(schedule: str, timezone: str, after: datetime) -> datetime | None:
    """The first instant of the schedule after this one, None when there is none.

    A time of day that the clock skips runs right after the skip; one that it repeats runs once.
    """
    if not schedule:
        return None
    length = interval(schedule)
    if length is not None:
        return after + length
    return _cron(schedule, after.astimezone(zone(timezone))).astimezone(ZoneInfo("UTC"))


def retry_at(failures: int, at: datetime, scheduled: datetime | None, asked: float | None = None) -> datetime | None:
    """When to try again after so many failures in a row; ``asked`` are seconds that the host wants to be left alone."""
    if asked is not None:
        return at + timedelta(seconds=min(asked, 86400.0))
    if failures > len(RETRIES):
        return scheduled
    again = at + RETRIES[failures - 1]
    return min(again, scheduled) if scheduled is not None else again


def tells_failure(failures: int, transient: bool) -> bool:
    """Whether the owner hears of it: at once for what will not mend itself, else when all retries are used."""
    return not transient or failures > len(RETRIES)


def is_silent(silent_after: str, last_new: datetime, at: datetime) -> bool:
    """Whether nothing new has come for longer than the owner expects."""
    length = interval(silent_after) if silent_after else None
    return length is not None and at - last_new > length


def _cron(text: str, after: datetime) -> datetime:
    try:
        found: datetime = next(CronSim(text, after))
    except (CronSimError, StopIteration) as error:
        raise InvalidSchedule(
            f"{text!r} is neither an interval nor a cron line", hint="write 15m, 1d, or five fields as 0 3 * * *"
        ) from error
    return found
