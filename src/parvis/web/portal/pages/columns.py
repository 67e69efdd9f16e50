"""The columns of a table: which are shown, in which order, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from parvis.core.fields import GEOGRAPHIC, Field, FieldType, Schema
from parvis.core.words import slug
from parvis.web.portal.pages.cells import kind
from parvis.web.portal.pages.refinement.bar import OPEN
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label, type_icon, type_name

COLUMNS = 60
UNSORTED = GEOGRAPHIC | {FieldType.JSON, FieldType.FILE}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its links. ``address`` sorts by it, the other way when it is sorted already; None where order has
    no sense, at the ends for ``earlier`` and ``later``, and for ``hide`` of the only one. Moves lead to the address
    that lists the columns they leave (``refinement/tidy.py``)."""

    id: str
    name: str
    label: str
    type: str
    icon: str
    kind: str
    description: str
    unit: str
    sorted: str | None
    address: str | None
    ascending: str | None
    descending: str | None
    earlier: str | None
    later: str | None
    hide: str | None
    filter: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """A field that is not shown; its address shows it."""

    label: str
    address: str


def split(schema: Schema, wanted: Sequence[str] = ()) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The fields shown as columns, and those left out: those ``wanted``, else all but shapes up to the limit."""
    chosen = [field for name in dict.fromkeys(wanted) if (field := schema.get(name)) is not None]
    flat = chosen or [f for f in schema if f.type is not FieldType.GEO_SHAPE]
    shown = tuple(flat[:COLUMNS]) or tuple(schema)[:1]
    return shown, tuple(f for f in schema if f not in shown)


def columns(shown: Sequence[Field], selection: Selection, path: str) -> tuple[Column, ...]:
    """The columns, in their order."""
    names = tuple(field.name for field in shown)
    return tuple(_column(number, field, names, selection, path) for number, field in enumerate(shown))


def _column(number: int, field: Field, names: tuple[str, ...], selection: Selection, path: str) -> Column:
    down = "-" + field.name
    sorting = {order: selection.changed(sort=order).address(path) for order in (field.name, down) if sortable(field)}

    target = selection.address(path)
    separator = "&" if "?" in target else "?"

    def asking(move: str, possible: bool) -> str | None:
        return f"{target}{separator}{urlencode({move: field.name})}" if possible else None

    return Column(
        id=f"column-{number}",
        name=field.name,
        label=label(field),
        type=type_name(field),
        icon=type_icon(field),
        kind=kind(field),
        description=field.description or "",
        unit=field.unit or "",
        sorted={field.name: "ascending", down: "descending"}.get(selection.sort) if sorting else None,
        address=sorting.get(down if selection.sort == field.name else field.name),
        ascending=sorting.get(field.name),
        descending=sorting.get(down),
        earlier=asking("earlier", number > 0),
        later=asking("later", number + 1 < len(names)),
        hide=asking("hide", len(names) > 1),
        filter=f"{asking(OPEN, True)}#filter-{slug(field.name) or 'x'}",
    )


def hidden(left: Sequence[Field], selection: Selection, path: str) -> tuple[Hidden, ...]:
    """The fields left out, each with the address that adds it at the end."""
    target = selection.address(path)
    separator = "&" if "?" in target else "?"
    return tuple(Hidden(label(field), f"{target}{separator}{urlencode({'show': field.name})}") for field in left)


def sortable(field: Field) -> bool:
    """Whether rows have an order by this field."""
    return field.type not in UNSORTED and not field.is_list
