"""The page of one record: the only place where all of it is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from parvis.core.errors import ParvisError
from parvis.core.fields import GEOGRAPHIC, Field, FieldType
from parvis.data.exports.values import json_value
from parvis.data.odsql.text import QueryText
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.cells import Cell, written
from parvis.web.portal.pages.dataset import DatasetHead, api_root, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.paging import WINDOW
from parvis.web.portal.pages.refinement import chips
from parvis.web.portal.pages.refinement.filters import Filter, quoted
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.table import in_row, order_by, page_size
from parvis.web.portal.pages.views import address_or_none
from parvis.web.portal.pages.words import label, type_icon, type_name
from parvis.web.portal.visit import Visit

AT = "at"
# What one value may take on the page; the API gives the whole of it.
RAW = 20_000
AROUND = 0.01


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the record: ``cell`` as people read it, ``raw`` as the API gives it; ``cut`` when it is longer."""

    name: str
    label: str
    icon: str
    type: str
    unit: str
    description: str
    cell: Cell
    raw: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the record is: in words, and its addresses on the map (None where there is no map)."""

    words: str
    map: str | None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """``number`` counts from 1 in the selection of ``total``; both are None for a record reached by itself."""

    head: DatasetHead
    title: str
    id: str
    values: tuple[Value, ...]
    place: Place | None
    api: str
    canonical: str
    back: str
    number: int | None
    total: int | None
    previous: str | None
    next: str | None
    chips: tuple[object, ...]
    timezone: str | None


def record_page(visit: Visit, view: DatasetView, record_id: str, selection: Selection) -> RecordPage:
    """The page of a record. Raises NotFound."""
    text = QueryText(timezone=visit.timezone, lang=visit.language)
    found = records.lookup(visit.reader, view, record_id, text)
    fields, row = tuple(visible(view)), found.rows[0]
    at = place_asked(visit)
    total, previous, following = neighbours(visit, view, selection, at)
    known = at is not None and total is not None and at < total
    return RecordPage(
        head=head(visit, view, "table", selection),
        title=title(fields, row, visit.timezone) or record_id[-6:],
        id=record_id,
        values=tuple(value(v, f, visit.timezone, view, record_id) for v, f in zip(row, fields, strict=True)),
        place=place(view, fields, row, visit.timezone),
        api=f"{api_root(visit, view)}/records/{record_id}",
        canonical=visit.host + reverse("portal:record", args=[view.manifest.id, record_id]),
        back=back(view, selection, at),
        number=at + 1 if known and at is not None else None,
        total=total if known else None,
        previous=previous,
        next=following,
        chips=chips.active(selection, visible(view), lambda s: s.address(view_address("table", view))),
        timezone=visit.timezone if any(f.type is FieldType.DATETIME for f in fields) else None,
    )


def place_asked(visit: Visit) -> int | None:
    """The place of the record in the selection, from 0, as the address states it."""
    text = visit.request.GET.get(AT, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < WINDOW else None


def neighbours(
    visit: Visit, view: DatasetView, selection: Selection, at: int | None
) -> tuple[int | None, str | None, str | None]:
    """How many records the selection has, and the addresses of those before and after this place."""
    if at is None:
        return None, None, None
    first = max(at - 1, 0)
    text = selection.text(
        select=quoted(next(iter(visible(view))).name),
        order_by=order_by(selection.sort, visible(view)),
        limit=3,
        offset=min(first, WINDOW - 3),
        timezone=visit.timezone,
    )
    try:
        found = records.search(visit.reader, view, text, ids=True)
    except ParvisError:
        return None, None, None
    near = dict(enumerate(found.ids or (), start=text.offset))

    def link(place: int) -> str | None:
        if place == at or place not in near:
            return None
        path = reverse("portal:record", args=[view.manifest.id, near[place]])
        return f"{path}?{urlencode([*selection.pairs(), (AT, str(place))])}"

    return found.total_count, link(at - 1), link(at + 1)


def value(content: Any, field: Field, timezone: str, view: DatasetView, record_id: str) -> Value:
    """One line of the page."""
    raw = raw_of(content, field, timezone)
    return Value(
        name=field.name,
        label=label(field),
        icon=type_icon(field),
        type=type_name(field),
        unit=field.unit or "",
        description=field.description or "",
        cell=whole_cell(content, field, timezone, view, record_id),
        raw=raw[:RAW],
        cut=len(raw) > RAW,
    )


def whole_cell(content: Any, field: Field, timezone: str, view: DatasetView, record_id: str) -> Cell:
    """The cell of a value, not folded: this page is where long texts are read."""
    found = in_row(content, field, timezone, view, record_id)
    if not found.whole or field.type is not FieldType.TEXT:
        return found
    return replace(found, text=written(content, field, timezone)[:RAW], whole=None)


def raw_of(content: Any, field: Field, timezone: str) -> str:
    """The value as the API gives it."""
    column = "text_list" if field.is_list else field.type.value
    found = json_value(content, column, field.precision, timezone)
    return json.dumps(found, ensure_ascii=False, indent=2 if isinstance(found, dict | list) else None)


def title(fields: Sequence[Field], row: Sequence[Any], timezone: str) -> str:
    """What names the record: its first text, else its first value."""
    pairs = [(f, v) for f, v in zip(fields, row, strict=True) if v not in (None, "")]
    ordered = sorted(pairs, key=lambda pair: not _names(pair[0]))
    return next((written(v, f, timezone)[:90] for f, v in ordered), "")


def _names(field: Field) -> bool:
    return field.type is FieldType.TEXT and not field.is_list and not field.key


def place(view: DatasetView, fields: Sequence[Field], row: Sequence[Any], timezone: str) -> Place | None:
    """The place of the record, from its first geographic field with a value."""
    for field, content in zip(fields, row, strict=True):
        if field.type in GEOGRAPHIC and content is not None:
            return Place(written(content, field, timezone), on_map(view, field, content))
    return None


def on_map(view: DatasetView, field: Field, content: Any) -> str | None:
    """The map around a point; None where the dataset has no map, and for shapes."""
    path = address_or_none("map", view)
    if path is None or field.type is not FieldType.GEO_POINT:
        return None
    longitude, latitude = content
    box = ",".join(f"{x:.5f}" for x in (latitude - AROUND, longitude - AROUND, latitude + AROUND, longitude + AROUND))
    return Selection(filters=(Filter("bbox", field.name, box),)).address(path)


def back(view: DatasetView, selection: Selection, at: int | None) -> str:
    """The table, at the page that holds the record."""
    number = (at or 0) // page_size(selection) + 1
    return replace(selection, page=number).address(view_address("table", view))
