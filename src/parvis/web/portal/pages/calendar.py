"""The calendar of a dataset: the records of a month, day by day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.core.clock import now
from parvis.core.errors import ParvisError
from parvis.core.fields import TEMPORAL, Field, FieldType
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.cells import written
from parvis.web.portal.pages.dataset import DatasetHead, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.refinement.bar import Bar, refinement_bar
from parvis.web.portal.pages.refinement.filters import Filter, quoted
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])")
# What a month shows one by one; days always count all of theirs.
EVENTS = 100
A_DAY = 4


@dataclass(frozen=True, slots=True)
class Event:
    """A record on its day."""

    title: str
    time: str
    address: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid: ``count`` records, the first as ``events``; ``address`` is the table of that day."""

    number: int
    iso: str
    words: str
    inside: bool
    count: int
    events: tuple[Event, ...]
    address: str

    @property
    def more(self) -> int:
        """How many records are not among the events."""
        return self.count - len(self.events)


@dataclass(frozen=True, slots=True)
class Choice:
    """A date field that the calendar can follow."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A month. ``weekdays`` are pairs of short and whole names; ``error`` is what the selection made wrong."""

    head: DatasetHead
    bar: Bar
    fields: tuple[Choice, ...]
    field: str
    title: str
    month: str
    previous: str | None
    next: str | None
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day, ...], ...]
    total: int
    timezone: str | None
    kept: tuple[tuple[str, str], ...]
    error: ParvisError | None


def calendar_page(visit: Visit, view: DatasetView, selection: Selection) -> CalendarPage:
    """The month that the address asks for, else the last one with a record of the selection."""
    path = view_address("calendar", view)
    dated = [field for field in visible(view) if field.type in TEMPORAL]
    field = next((f for f in dated if f.name == visit.request.GET.get("date", "")), dated[0])
    found, error = selection.attempt(lambda: month_of(visit, view, selection, field))
    first, counts, events = found or (today(visit).replace(day=1), {}, {})
    extra = (("date", field.name),) if field is not dated[0] else ()
    month = (("month", first.isoformat()[:7]),)
    return CalendarPage(
        head=head(visit, view, "calendar", selection),
        bar=refinement_bar(visit, view, selection, path, extra=(*extra, *month), error=error),
        fields=tuple(choices(dated, field, selection, path)),
        field=label(field),
        title=date_format(first, "F Y").capitalize(),
        month=first.isoformat()[:7],
        previous=other(first, -1, selection, extra, path),
        next=other(first, 1, selection, extra, path),
        weekdays=tuple((str(WEEKDAYS_ABBR[n]), str(WEEKDAYS[n])) for n in range(7)),
        weeks=tuple(weeks(view, selection, field, first, counts, events)),
        total=sum(counts.values()),
        timezone=visit.timezone if field.type is FieldType.DATETIME else None,
        kept=(*selection.pairs(), *extra),
        error=error,
    )


def month_of(
    visit: Visit, view: DatasetView, selection: Selection, field: Field
) -> tuple[date, Mapping[int, int], Mapping[int, Sequence[Event]]]:
    """The first day of the month to show, its counts and its events by day."""
    first = month_asked(visit, view, selection, field)
    return first, *days_of(visit, view, selection, field, first)


def month_asked(visit: Visit, view: DatasetView, selection: Selection, field: Field) -> date:
    """The first day of the month to show."""
    asked = MONTH.fullmatch(visit.request.GET.get("month", "") or "")
    if asked is not None and asked[1] != "9999":
        return date(int(asked[1]), int(asked[2]), 1)
    text = selection.text(select=f"max({quoted(field.name)}) as last", limit=1, timezone=visit.timezone)
    found = records.search(visit.reader, view, text)
    last = found.rows[0][0] if found.rows else None
    return (local(last, visit.timezone) if last is not None else today(visit)).replace(day=1)


def today(visit: Visit) -> date:
    """The present day where the visitor is."""
    return now().astimezone(ZoneInfo(visit.timezone)).date()


def local(value: date | datetime, timezone: str) -> date:
    """The day of a value, in a zone when it is an instant."""
    return value.astimezone(ZoneInfo(timezone)).date() if isinstance(value, datetime) else value


def days_of(
    visit: Visit, view: DatasetView, selection: Selection, field: Field, first: date
) -> tuple[Mapping[int, int], Mapping[int, Sequence[Event]]]:
    """How many records each day of the month has, and the first of them, in order."""
    name = quoted(field.name)
    asked = within(selection, field, first.isoformat()[:7], first.isoformat()[:7])
    common = {"timezone": visit.timezone, "lang": visit.language}
    grouped = asked.text(select="count(*) as n", group_by=f"day({name}) as d", limit=40, **common)
    counts = {int(row[0]): int(row[1]) for row in records.search(visit.reader, view, grouped).rows}
    if not counts:
        return {}, {}
    shown = title_field(view)
    listed = asked.text(select=f"{quoted(shown.name)}, {name}", order_by=f"{name} asc", limit=EVENTS, **common)
    page = records.search(visit.reader, view, listed, ids=True, total=False)
    events: dict[int, list[Event]] = {}
    for (title, at), record_id in zip(page.rows, page.ids or (), strict=True):
        path = reverse("portal:record", args=[view.manifest.id, record_id])
        events.setdefault(local(at, visit.timezone).day, []).append(
            Event(event_title(title, shown, visit.timezone), hour(at, visit.timezone), path)
        )
    return counts, events


def within(selection: Selection, field: Field, low: str, high: str) -> Selection:
    """The selection narrowed to a period; what it says of the field already still holds."""
    condition = f"{quoted(field.name)} in [date'{low}'..date'{high}']"
    return selection.changed(where=f"({selection.where}) and {condition}" if selection.where else condition)


def title_field(view: DatasetView) -> Field:
    """The field that names a record: the first text, else the first field."""
    texts = [f for f in visible(view) if f.type is FieldType.TEXT and not f.is_list and not f.key]
    return texts[0] if texts else next(iter(visible(view)))


def event_title(value: Any, field: Field, timezone: str) -> str:
    """The name of a record in a few words."""
    text = _("untitled") if value in (None, "") else written(value, field, timezone)
    return text if len(text) <= 60 else text[:59] + "…"


def hour(value: date | datetime, timezone: str) -> str:
    """The time of an instant, empty for a day."""
    return date_format(value.astimezone(ZoneInfo(timezone)), "H:i") if isinstance(value, datetime) else ""


def weeks(
    view: DatasetView,
    selection: Selection,
    field: Field,
    first: date,
    counts: Mapping[int, int],
    events: Mapping[int, Sequence[Event]],
) -> Iterator[tuple[Day, ...]]:
    """The weeks of the month, Monday first; days of other months are there and empty."""
    table = view_address("table", view)
    for week in calendar.Calendar().monthdatescalendar(first.year, first.month):
        yield tuple(_day(day, first, field, selection, table, counts, events) for day in week)


def _day(
    day: date,
    first: date,
    field: Field,
    selection: Selection,
    table: str,
    counts: Mapping[int, int],
    events: Mapping[int, Sequence[Event]],
) -> Day:
    inside = day.month == first.month
    count = counts.get(day.day, 0) if inside else 0
    others = tuple(one for one in selection.filters if one.field != field.name or one.kind not in ("min", "max"))
    bounds = (Filter("min", field.name, day.isoformat()), Filter("max", field.name, day.isoformat()))
    target = selection.changed(filters=(*others, *bounds)).address(table) if count else ""
    shown = tuple(events.get(day.day, ()))[:A_DAY] if inside else ()
    return Day(day.day, day.isoformat(), date_format(day, "l j F"), inside, count, shown, target)


def choices(dated: Sequence[Field], field: Field, selection: Selection, path: str) -> Iterator[Choice]:
    """Links to follow another date; none when there is one date."""
    for one in dated if len(dated) > 1 else ():
        pairs = [*selection.pairs(), ("date", one.name)]
        yield Choice(label(one), f"{path}?{urlencode(pairs)}", one is field)


def other(first: date, step: int, selection: Selection, extra: tuple[tuple[str, str], ...], path: str) -> str | None:
    """The address of the month before or after; None at the ends of time."""
    number = first.year * 12 + first.month - 1 + step
    year, month = divmod(number, 12)
    if not 1000 <= year < 9999:
        return None
    pairs = [*replace(selection, page=1).pairs(), *extra, ("month", f"{year:04}-{month + 1:02}")]
    return f"{path}?{urlencode(pairs)}"
