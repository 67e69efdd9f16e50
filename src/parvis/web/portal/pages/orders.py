"""The orders of the catalog, each in both directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.web.portal.pages.selection import Selection

RELEVANCE = "relevance"
DEFAULT = "modified"
OTHER_WAY = "-"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: its words, its column, and the words of its natural direction and of the other one."""

    label: object
    column: str
    natural: str
    first: object = ""
    other: object = ""


SORTS: Mapping[str, Sort] = {
    RELEVANCE: Sort(_("relevance"), "", "desc"),
    "modified": Sort(_("update"), "modified", "desc", _("newest first"), _("oldest first")),
    "title": Sort(_("title"), "title", "asc", _("A to Z"), _("Z to A")),
    "records_count": Sort(_("number of records"), "records_count", "desc", _("most first"), _("fewest first")),
    "trust": Sort(_("trust"), "trust.score", "desc", _("highest first"), _("lowest first")),
}


@dataclass(frozen=True, slots=True)
class Order:
    """A link that sorts; the one in force turns the order round, and ``way`` tells its direction (``up``, ``down``)."""

    name: str
    address: str
    current: bool
    direction: str = ""
    way: str = ""


def chosen(selection: Selection) -> tuple[str, bool]:
    """The order in force and whether it is turned round: the one asked, else relevance for words, else the update."""
    name = selection.sort.removeprefix(OTHER_WAY)
    turned = selection.sort.startswith(OTHER_WAY) and name != RELEVANCE
    if name in SORTS and (selection.q or name != RELEVANCE):
        return name, turned
    return (RELEVANCE if selection.q else DEFAULT), False


def clause(selection: Selection) -> str | None:
    """The ``order_by`` of the order in force; None for relevance, which is the engine's own."""
    name, turned = chosen(selection)
    sort = SORTS[name]
    if not sort.column:
        return None
    return f"{sort.column} {direction(sort, turned)}"


def direction(sort: Sort, turned: bool) -> str:
    """``asc`` or ``desc``."""
    return {"asc": "desc", "desc": "asc"}[sort.natural] if turned else sort.natural


def orders(selection: Selection, address: Callable[[Selection], str]) -> tuple[Order, ...]:
    """The ways to sort; relevance exists only for words."""
    current, turned = chosen(selection)
    return tuple(
        order(name, sort, selection, address, current == name, turned)
        for name, sort in SORTS.items()
        if selection.q or name != RELEVANCE
    )


def order(
    name: str, sort: Sort, selection: Selection, address: Callable[[Selection], str], current: bool, turned: bool
) -> Order:
    """One link."""
    if not current or not sort.column:
        return Order(str(sort.label), address(selection.changed(sort=name)), current)
    target = name if turned else OTHER_WAY + name
    way = "up" if direction(sort, turned) == "asc" else "down"
    words = sort.other if turned else sort.first
    return Order(str(sort.label), address(selection.changed(sort=target)), True, str(words), way)
