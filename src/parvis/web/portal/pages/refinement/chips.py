"""Active filters in words, each with the address that takes it away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.core.fields import TEMPORAL, Field, Schema
from parvis.web.portal.pages.facets import Chip, chips, worded
from parvis.web.portal.pages.quantities import count, decimal
from parvis.web.portal.pages.refinement.filters import DAY, Filter, corners, numbers
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.ui.templatetags.ui import instant

Address = Callable[[Selection], str]


def active(selection: Selection, schema: Schema, address: Address) -> tuple[Chip, ...]:
    """Every chip of a selection: words, condition, refinements, exclusions, then filters of fields."""
    labels = {field.name: label(field) for field in schema}
    wording = worded(dates=[field.name for field in schema if field.type in TEMPORAL])
    return (
        *chips(selection, labels, address, wording),
        *_filters(selection, schema.by_name, labels, address),
    )


def _filters(
    selection: Selection, fields: Mapping[str, Field], labels: Mapping[str, str], address: Address
) -> Iterator[Chip]:
    for one in selection.filters:
        name = labels.get(one.field, one.field)
        yield Chip(name, words(one, fields.get(one.field)), address(selection.unfiltered(one)))


def words(one: Filter, field: Field | None) -> str:
    """What a filter keeps, in words."""
    if one.kind == "min":
        return f"≥ {bound(one.value, field)}"
    if one.kind == "max":
        return f"≤ {bound(one.value, field)}"
    if one.kind == "is":
        return {"empty": _("no value"), "filled": _("with a value"), "true": _("yes"), "false": _("no")}[one.value]
    if one.kind == "words":
        return _("“%(words)s”") % {"words": one.value}
    return zone(one)


def bound(text: str, field: Field | None) -> str:
    """A bound as the reader writes it, with the unit of its field."""
    if DAY.fullmatch(text):
        found = instant(text)
        return date_format(found, "j F Y") if found and len(text) == len("2026-01-01") else text
    unit = f"\N{NO-BREAK SPACE}{field.unit}" if field and field.unit else ""
    return decimal(text) + unit


def zone(one: Filter) -> str:
    """A zone in words."""
    if one.kind == "circle":
        latitude, longitude, metres = numbers(one.value, 3) or (0.0, 0.0, 0.0)
        return _("within %(metres)s m of %(place)s") % {
            "metres": count(round(metres)),
            "place": f"{latitude:.4f}, {longitude:.4f}",
        }
    if one.kind == "bbox":
        return _("in the rectangle %(corners)s") % {"corners": one.value.replace(",", ", ")}
    drawn = len(corners(one.value) or ()) - 1
    return ngettext("in a zone of %(n)s corner", "in a zone of %(n)s corners", drawn) % {"n": drawn}
