"""Calendars: an event for each row that has a date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow
from icalendar import Calendar, Event

from parvis.data.exports.cells import rows, shown
from parvis.data.exports.layout import Layout, clean
from parvis.data.exports.packing import FLUSHED

_ENDS = ("end", "fin", "until", "date_fin", "end_date", "dtend")


def write(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """An iCalendar file; rows without a start are left out.

    Options: ``start_field`` (first date), ``end_field`` (the date called end or fin), ``summary_field`` (first text).
    """
    start = _chosen(layout, options.get("start_field"), ("date", "datetime"))
    if start is None:
        return
    end = _end(layout, options.get("end_field"), start)
    summary = _chosen(layout, options.get("summary_field"), ("text",))
    waiting = [_opening(layout)]
    size = 0
    for row in rows(batches, layout):
        if row[start] is not None:
            waiting.append(_event(row, layout, start, end, summary))
            size += len(waiting[-1])
        if size > FLUSHED:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join([*waiting, b"END:VCALENDAR\r\n"])


def _opening(layout: Layout) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Parvis//Open data//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", clean(layout.title or layout.dataset))
    for name, value in layout.notices().items():
        calendar.add(f"x-parvis-{name.replace('_', '-')}", value)
    opening: bytes = calendar.to_ical()
    return opening.removesuffix(b"END:VCALENDAR\r\n")


def _event(row: tuple[Any, ...], layout: Layout, start: int, end: int | None, summary: int | None) -> bytes:
    event = Event()
    identity = hashlib.sha256(repr((layout.uid, row)).encode()).hexdigest()[:32]
    event.add("uid", f"{identity}@{layout.uid}")
    event.add("dtstamp", layout.at.astimezone(UTC))
    event.add("dtstart", _moment(row[start]))
    if end is not None and row[end] is not None and _moment(row[end]) >= _moment(row[start]):
        event.add("dtend", _until(row[end]))
    if summary is not None and row[summary] is not None:
        event.add("summary", clean(shown(row[summary], layout.columns[summary])))
    heads = layout.heads()
    said = [
        f"{heads[i]}: {shown(value, layout.columns[i])}"
        for i, value in enumerate(row)
        if value is not None and i not in (start, end, summary) and layout.columns[i].type != "geo_shape"
    ]
    if said:
        event.add("description", clean("\n".join(said)))
    place = next((v for v, c in zip(row, layout.columns, strict=True) if c.type == "geo_point_2d" and v), None)
    if place:
        event.add("geo", (place[1], place[0]))
    written: bytes = event.to_ical()
    return written


def _moment(value: date) -> date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _until(value: date) -> date:
    """The end is excluded: a last day is written as the day after."""
    return _moment(value) if isinstance(value, datetime) else value + timedelta(days=1)


def _chosen(layout: Layout, asked: str | None, kinds: tuple[str, ...]) -> int | None:
    fitting = [i for i, c in enumerate(layout.columns) if c.type in kinds]
    named = [i for i in fitting if layout.columns[i].name == asked]
    return next(iter([*named, *fitting]), None)


def _end(layout: Layout, asked: str | None, start: int) -> int | None:
    kind = layout.columns[start].type
    return next(
        (
            i
            for i, c in enumerate(layout.columns)
            if i != start and c.type == kind and (c.name == asked if asked else c.name in _ENDS)
        ),
        None,
    )
