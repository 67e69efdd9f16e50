"""iCalendar: one row an event, read event by event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

import duckdb

from parvis.data.ingest.errors import DamagedFile, EmptyFile, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.json_lines import written
from parvis.data.ingest.readers.json_table import stage_json
from parvis.data.ingest.report import Reject
from parvis.data.ingest.source.encoding import decoded
from parvis.data.ingest.staging import Staged

_LONGEST = 1 << 20
_TEXTS = ("summary", "description", "location", "url", "status", "class", "organizer", "uid", "recurrence-id")


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the stage from the events: summary, start, end, place, description, categories, recurrence rule, uid.

    Days stay days; instants are brought to UTC. An event that cannot be read is rejected.
    """
    text = decoded(path, scratch, options.encoding)
    rejects: list[Reject] = []
    with text.path.open(encoding="utf-8") as file:
        try:
            lines = written(_rows(file, path.name, rejects), scratch, path.name, options.limits.rows)
        except EmptyFile as error:
            raise EmptyFile(f"{path.name} has no event.") from error
    columns = stage_json(connection, lines, path.name, options)
    shown = tuple(rejects[: options.limits.rejects_shown])
    return Staged(columns, {"encoding": text.encoding}, text.warnings, rejects=shown, rejected=len(rejects))


def _rows(file: TextIO, name: str, rejects: list[Reject]) -> Iterator[dict[str, Any]]:
    import icalendar  # noqa: PLC0415  only calendars need it

    for number, event in _events(file, name):
        try:
            yield _row(icalendar.Event.from_ical(event))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            rejects.append(Reject(number, event.split("\n", 2)[1][:200], f"not an event: {error}"))


def _events(file: TextIO, name: str) -> Iterator[tuple[int, str]]:
    """The texts of the events, with the number of their first line."""
    held: list[str] = []
    size = start = 0
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST + 1), ""), 1):
        mark = line.strip().upper()
        if mark == "BEGIN:VEVENT":
            held, size, start = [], 0, number
        if not start:
            continue
        held.append(line)
        size += len(line)
        if size > _LONGEST:
            raise TooLarge(f"the event at line {start} of {name} is longer than {_LONGEST >> 20} MiB.")
        if mark == "END:VEVENT":
            yield start, "".join(held)
            start = 0
    if start:
        raise DamagedFile(f"{name} is cut: the event at line {start} does not end.", hint="send it again")


def _row(event: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "summary": _text(event.get("summary")),
        "start": _moment(event.get("dtstart")),
        "end": _moment(event.get("dtend")),
    }
    row |= {name: _text(event.get(name)) for name in _TEXTS[1:] if event.get(name) is not None}
    if event.get("categories") is not None:
        row["categories"] = _categories(event.get("categories"))
    if event.get("rrule") is not None:
        row["rrule"] = event.get("rrule").to_ical().decode("utf-8", "replace")
    if event.get("geo") is not None:
        row["latitude"], row["longitude"] = event.get("geo").latitude, event.get("geo").longitude
    row |= {name: _moment(event.get(key)) for name, key in _STAMPS.items() if event.get(key) is not None}
    return row


_STAMPS = {"created": "created", "modified": "last-modified"}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _categories(value: Any) -> list[str]:
    groups = value if isinstance(value, list) else [value]
    return [str(name) for group in groups for name in getattr(group, "cats", [group])]


def _moment(value: Any) -> str | None:
    """ISO text of a day, or of an instant in UTC."""
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()
    return moment.isoformat() if isinstance(moment, date) else None
