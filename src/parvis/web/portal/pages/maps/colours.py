"""Colours by a field: categories for words, steps for numbers. Taken on every row, so that a filter changes none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from parvis.core.fields import NUMERIC, Field, FieldType
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

CATEGORIES = 8
STEPS = 6
COLOURED = NUMERIC | {FieldType.TEXT, FieldType.BOOLEAN}


@dataclass(frozen=True, slots=True)
class Shade:
    """A line of the legend: ``swatch`` names its colour (``category-1``, ``sequence-6``, ``other``)."""

    label: str
    swatch: str


@dataclass(frozen=True, slots=True)
class Colours:
    """How features are coloured by a field.

    ``kind`` is ``categories`` (``values`` are texts, in the order of their colours; the rest is *other*) or ``steps``
    (``values`` are the lower bounds of each step but the first).
    """

    field: str
    label: str
    kind: str
    values: tuple[Any, ...]
    shades: tuple[Shade, ...]

    def settings(self) -> dict[str, Any]:
        """What the script needs."""
        return {"field": self.field, "kind": self.kind, "values": list(self.values)}


def coloured(view: DatasetView) -> list[Field]:
    """The fields that can give colours: those made to be filtered first."""
    found = [f for f in view.records.schema if f.type in COLOURED and not f.is_list and not f.key]
    return sorted(found, key=lambda field: not field.facet)


def colours(visit: Visit, view: DatasetView, name: str) -> Colours | None:
    """The colours of the field of that name; None when there is no such field or nothing to tell apart."""
    field = next((f for f in coloured(view) if f.name == name), None)
    if field is None:
        return None
    return _steps(visit, view, field) if field.type in NUMERIC else _categories(visit, view, field)


def quoted(name: str) -> str:
    """A field name in ODSQL."""
    return f"`{name}`"


def rows(visit: Visit, view: DatasetView, text: QueryText) -> Sequence[tuple[Any, ...]]:
    """The rows of a query on all the records that the visitor sees."""
    return records.search(visit.reader, view, text, purpose=Purpose.INTERNAL, total=False).rows


def _categories(visit: Visit, view: DatasetView, field: Field) -> Colours | None:
    text = QueryText(
        select=f"{quoted(field.name)} as `the value`, count(*) as `the count`",
        group_by="`the value`",
        order_by="`the count` desc",
        limit=CATEGORIES + 2,
    )
    found = [value for value, _count in rows(visit, view, text) if value is not None]
    if not found:
        return None
    values = tuple(found[:CATEGORIES])
    shades = [Shade(_written(value), f"category-{rank}") for rank, value in enumerate(values, 1)]
    return Colours(field.name, label(field), "categories", values, (*shades, Shade(_("Other or no value"), "other")))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def _steps(visit: Visit, view: DatasetView, field: Field) -> Colours | None:
    """Steps that hold about as many records each."""
    name = quoted(field.name)
    shares = (100 * n / STEPS for n in range(1, STEPS))
    asked = ", ".join(f"percentile({name}, {share:.2f}) as `p{n}`" for n, share in enumerate(shares))
    text = QueryText(select=f"min({name}) as low, max({name}) as high, {asked}", limit=1)
    ((low, high, *cuts),) = rows(visit, view, text)
    return None if low is None else stepped(field, low, high, cuts)


def stepped(field: Field, low: float, high: float, cuts: Iterable[float]) -> Colours:
    """Steps from the cuts, those that hold nothing left out."""
    bounds = tuple(dict.fromkeys(_rounded(cut) for cut in cuts if low < _rounded(cut) <= high))
    edges = (low, *bounds, high)
    # Few steps take colours far apart.
    places = [round(1 + n * (STEPS - 1) / max(1, len(bounds))) for n in range(len(bounds) + 1)]
    unit = f" {field.unit}" if field.unit else ""
    shades = [
        Shade(_("{low} to {high}").format(low=_number(a), high=_number(b)) + unit, f"sequence-{place}")
        for a, b, place in zip(edges, edges[1:], places, strict=False)
    ]
    shades.append(Shade(_("No value"), "other"))
    return Colours(field.name, label(field), "steps", bounds, tuple(shades))


def _rounded(value: float) -> float:
    """Three significant digits: a legend is read."""
    return float(f"{value:.3g}")


def _number(value: float) -> str:
    shown = float(f"{value:.6g}")
    whole = int(shown) if shown.is_integer() else shown
    return str(number_format(whole, use_l10n=True, force_grouping=True))
