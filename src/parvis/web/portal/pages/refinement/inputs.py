"""What a form asks of each field: bounds, states, words, a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parvis.core.errors import ParvisError
from parvis.core.fields import GEOGRAPHIC, NUMERIC, TEMPORAL, Field, FieldType
from parvis.core.words import slug
from parvis.data.serving import statistics
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.cells import canonical, written
from parvis.web.portal.pages.histograms import Histogram, histogram
from parvis.web.portal.pages.refinement.filters import numbers
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label, type_icon, type_name
from parvis.web.portal.visit import Visit


@dataclass(frozen=True, slots=True)
class FieldInput:
    """The inputs of one field: ``kind`` is number, date, boolean, text, place or other; ``low`` and ``high`` are the
    values at the ends; members that do not fit the kind are empty."""

    id: str
    name: str
    label: str
    kind: str
    icon: str
    type: str
    unit: str
    active: int
    opened: bool
    minimum: str = ""
    maximum: str = ""
    low: str = ""
    high: str = ""
    histogram: Histogram | None = None
    words: str = ""
    state: str = ""
    near: str = ""
    radius: str = ""
    box: str = ""


def inputs(visit: Visit, view: DatasetView, selection: Selection, opened: str) -> tuple[FieldInput, ...]:
    """The inputs of every visible field; ``opened`` names the one to show first."""
    held = measured(visit, view)
    return tuple(
        _input(field, selection, held.get(field.name, {}), visit.timezone, opened) for field in view.access.schema
    )


def measured(visit: Visit, view: DatasetView) -> Mapping[str, Mapping[str, Any]]:
    """The statistics of the fields by name; none for who may not see them, and before they are computed."""
    try:
        return {field.name: values for field, values in statistics.of_dataset(visit.reader, view).fields}
    except ParvisError:
        return {}


def _input(field: Field, selection: Selection, held: Mapping[str, Any], timezone: str, opened: str) -> FieldInput:
    given = {one.kind: one.value for one in selection.filters if one.field == field.name}
    kind = kind_of(field)

    def read(value: Any) -> str:
        return written(canonical(value, field), field, timezone)

    circle = numbers(given.get("circle", ""), 3)
    has_ends = kind in ("number", "date") and held.get("min") is not None
    return FieldInput(
        id=slug(field.name) or "x",
        name=field.name,
        label=label(field),
        kind=kind,
        icon=type_icon(field),
        type=type_name(field),
        unit=field.unit or "",
        active=len(given),
        opened=field.name == opened,
        minimum=given.get("min", ""),
        maximum=given.get("max", ""),
        low=read(held["min"]) if has_ends else "",
        high=read(held["max"]) if has_ends else "",
        histogram=drawn(kind, held, read),
        words=given.get("words", ""),
        state=given.get("is", ""),
        near=f"{circle[0]:g}, {circle[1]:g}" if circle else "",
        radius=f"{circle[2]:g}" if circle else "",
        box=given.get("bbox", ""),
    )


def drawn(kind: str, held: Mapping[str, Any], read: Callable[[Any], str]) -> Histogram | None:
    """The small histogram of a field that has bounds."""
    return histogram(held.get("histogram") or (), read) if kind in ("number", "date") else None


def kind_of(field: Field) -> str:
    """Which inputs fit the field."""
    if field.type in NUMERIC:
        return "number"
    if field.type in TEMPORAL:
        return "date"
    if field.type in GEOGRAPHIC:
        return "place"
    kinds = {FieldType.BOOLEAN: "boolean", FieldType.TEXT: "text"}
    return kinds.get(field.type, "other")
