"""The schema of a dataset as people read it: what each field holds, and some records as examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.core.errors import ParvisError
from parvis.core.fields import Field, FieldType
from parvis.data.odsql.text import QueryText
from parvis.data.serving import records, statistics
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.statistics import Measured
from parvis.web.portal.pages.cells import Cell, canonical, cell, position, written
from parvis.web.portal.pages.dataset import visible
from parvis.web.portal.pages.histograms import Histogram, histogram
from parvis.web.portal.pages.quantities import count, percent
from parvis.web.portal.pages.table import quoted, split
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

EXAMPLES = 5
_CUT = 80
_SUMMED = 2


@dataclass(frozen=True, slots=True)
class Filled:
    """How many records have a value: in words, and as a bar of so many hundredths."""

    share: str
    records: str
    bar: int


@dataclass(frozen=True, slots=True)
class Frequent:
    """A frequent value, how often it occurs, and the share of the records with a value."""

    value: str
    count: str
    share: str


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What a field holds. ``exact`` false: other values may be as frequent as those shown."""

    filled: Filled
    facts: tuple[tuple[str, str], ...]
    frequent: tuple[Frequent, ...]
    exact: bool
    histogram: Histogram | None


@dataclass(frozen=True, slots=True)
class Example:
    """A record: its first values in short, and all those shown with the labels of their fields."""

    summary: str
    values: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class SchemaBlock:
    """``facts`` by name of field is empty for who may not see them, and before they are computed."""

    facts: Mapping[str, FieldFacts]
    rows: int
    at: str
    source: str
    examples: tuple[Example, ...]


def schema_block(visit: Visit, view: DatasetView) -> SchemaBlock:
    """The block of a dataset; what cannot be read now is left out, the page still answers."""
    examples = examples_of(visit, view)
    try:
        found = statistics.of_dataset(visit.reader, view)
    except ParvisError:
        return SchemaBlock({}, 0, "", "", examples)
    facts = {field.name: field_facts(found, field, values, visit.timezone) for field, values in found.fields}
    return SchemaBlock(facts, found.rows, found.at, found.source, examples)


def field_facts(found: Measured, field: Field, values: Mapping[str, Any], timezone: str) -> FieldFacts:
    """The statistics of a field in words."""

    def read(value: Any) -> str:
        return _cut(written(canonical(value, field), field, timezone)) if value != "" else _("empty text")

    share, filled = found.share(values), values["filled"]
    in_words = ngettext("%(count)s record", "%(count)s records", filled) % {"count": count(filled)}
    frequent = values.get("frequent", {"values": (), "exact": True})
    return FieldFacts(
        filled=Filled(percent(share), in_words, round(100 * share)),
        facts=tuple(_facts(field, values, read)),
        frequent=tuple(_frequent(frequent["values"], values.get("items", filled), read)),
        exact=frequent["exact"],
        histogram=histogram(values.get("histogram", ()), read),
    )


def _facts(field: Field, values: Mapping[str, Any], read: Callable[[Any], str]) -> Iterator[tuple[str, str]]:
    distinct = values.get("distinct")
    if distinct and values["filled"]:
        shown = count(distinct["count"])
        yield _("Different values"), shown if distinct["exact"] else _("about %(count)s") % {"count": shown}
    if values.get("min") is not None:
        yield _("From"), read(values["min"])
        yield _("To"), read(values["max"])
    if values.get("mean") is not None:
        yield _("Mean"), written(float(f"{values['mean']:.6g}"), Field("mean", FieldType.DOUBLE), "UTC")
    length = values.get("length")
    if length:
        yield _("Length"), _("%(min)s to %(max)s characters") % {name: count(length[name]) for name in ("min", "max")}
    box = values.get("bbox")
    if box:
        yield _("From"), position(box[:2])
        yield _("To"), position(box[2:])
    if values.get("outside"):
        yield _("Out of range"), count(values["outside"])


def _frequent(values: Sequence[Mapping[str, Any]], total: int, read: Callable[[Any], str]) -> Iterator[Frequent]:
    """Values that occur more than once: the others are no news."""
    for one in values:
        if one["count"] > 1:
            yield Frequent(read(one["value"]), count(one["count"]), percent(one["count"] / total))


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else text[:_CUT] + "…"


def examples_of(visit: Visit, view: DatasetView) -> tuple[Example, ...]:
    """The first records that the visitor may see."""
    if view.table is None or not len(visible(view)):
        return ()
    shown, _hidden = split(visible(view))
    select = ", ".join(quoted(field.name) for field in shown)
    text = QueryText(select=select, limit=EXAMPLES, timezone=visit.timezone, lang=visit.language)
    try:
        found = records.search(visit.reader, view, text)
    except ParvisError:
        return ()
    return tuple(_example(row, shown, visit.timezone) for row in found.rows)


def _example(row: Sequence[Any], shown: Sequence[Field], timezone: str) -> Example:
    cells = [(label(field), cell(value, field, timezone)) for field, value in zip(shown, row, strict=True)]
    first = [f"{name}: {_cut(found.text)}" for name, found in cells if not found.empty][:_SUMMED]
    return Example(" · ".join(first), tuple(cells))
