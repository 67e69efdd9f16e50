"""How recently datasets were updated, as a filter of the catalog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.web.portal.pages.facets import Address, Chip, Choice, Facet
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit

NAME = "updated"
LABEL = _("Freshness")
PERIODS: Mapping[str, tuple[object, int]] = {
    "week": (_("Updated within a week"), 7),
    "month": (_("Updated within a month"), 31),
    "year": (_("Updated within a year"), 366),
}


def period_of(selection: Selection) -> str:
    """The period that the address asks for, or an empty text."""
    asked = dict(selection.also).get(NAME, "")
    return asked if asked in PERIODS else ""


def with_period(selection: Selection, period: str) -> Selection:
    """The selection with this period instead; empty for none."""
    others = tuple(pair for pair in selection.also if pair[0] != NAME)
    return selection.changed(also=(*others, (NAME, period)) if period else others)


def condition(period: str, today: datetime) -> str:
    """Updated since the first instant of the day so many days ago, as an ODSQL condition."""
    first = (today.astimezone(UTC) - timedelta(days=PERIODS[period][1])).date()
    return f"modified >= date'{first.isoformat()}'"


def narrowed(text: QueryText, selection: Selection, today: datetime) -> QueryText:
    """The query with the condition of the period that the selection asks for."""
    period = period_of(selection)
    return replace(text, where=(*text.where, condition(period, today))) if period else text


def freshness(
    visit: Visit, selection: Selection, text: QueryText, address: Address, today: datetime
) -> Iterator[Facet]:
    """The facet, when there is something to choose; ``text`` is the query without any period."""
    asked = period_of(selection)
    choices = []
    for period, (label, _days) in PERIODS.items():
        counted = replace(text, where=(*text.where, condition(period, today)), limit=0)
        count = catalog.search(visit.reader, visit.domain, visit.caller, counted).total_count
        selected = period == asked
        target = with_period(selection, "" if selected else period)
        choices.append(Choice(str(label), count, address(target), selected))
    shown = tuple(choice for choice in choices if choice.count or choice.selected)
    if shown:
        yield Facet(NAME, str(LABEL), shown, ())


def chip(selection: Selection, address: Address) -> Iterator[Chip]:
    """The chip of the period in force."""
    period = period_of(selection)
    if period:
        yield Chip(str(LABEL), str(PERIODS[period][0]), address(with_period(selection, "")))
