"""The catalog: what was asked, what was found, and the links that ask a little more or less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.data.serving import catalog
from parvis.web.portal.pages.cards import Card, card
from parvis.web.portal.pages.facets import Chip, Facet, chips, facets, worded
from parvis.web.portal.pages.paging import Paging, offset, paging
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import CATALOG_FACETS
from parvis.web.portal.visit import Visit

SIZE = 20
RELEVANCE = "relevance"
ORDERS: Mapping[str, tuple[object, str | None]] = {
    RELEVANCE: (gettext_lazy("relevance"), None),
    "modified": (gettext_lazy("update"), "modified desc"),
    "title": (gettext_lazy("title"), "title asc"),
    "records_count": (gettext_lazy("number of records"), "records_count desc"),
}
WORDING = worded(dates=("modified",))


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """A page of the catalog."""

    title: str
    selection: Selection
    kept: tuple[tuple[str, str], ...]
    cards: tuple[Card, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    orders: tuple[Order, ...]
    paging: Paging
    clear: str


def address(selection: Selection) -> str:
    """The catalog with this selection."""
    return selection.address(reverse("portal:catalog"))


def catalog_page(visit: Visit, selection: Selection) -> CatalogPage:
    """The page of the selection. Raises the errors of its condition."""
    order = sort_of(selection)
    text = selection.text(lang=visit.language, timezone=visit.timezone)
    listed = replace(text, order_by=ORDERS[order][1], limit=SIZE, offset=offset(selection.page, SIZE))
    found = catalog.search(visit.reader, visit.domain, visit.caller, listed)
    groups = catalog.facets(visit.reader, visit.domain, visit.caller, replace(text, facet=tuple(CATALOG_FACETS)))
    labels = {name: str(label) for name, label in CATALOG_FACETS.items()}
    return CatalogPage(
        title=_("Search: %(words)s") % {"words": selection.q} if selection.q else _("Catalogue"),
        selection=selection,
        kept=tuple(pair for pair in replace(selection, q="", page=1).pairs()),
        cards=tuple(card(view, visit.language) for view in found.views),
        facets=facets(groups, labels, selection, address, WORDING),
        chips=chips(selection, labels, address, WORDING),
        orders=orders(selection, order),
        paging=paging(found.total_count, SIZE, selection.page, lambda n: address(replace(selection, page=n))),
        clear=reverse("portal:catalog"),
    )


def sort_of(selection: Selection) -> str:
    """The order in force: the one asked, else relevance for a search and the latest update without words."""
    if selection.sort in ORDERS and (selection.q or selection.sort != RELEVANCE):
        return selection.sort
    return RELEVANCE if selection.q else "modified"


def orders(selection: Selection, current: str) -> tuple[Order, ...]:
    """The ways to sort; relevance exists only for words."""
    names = [name for name in ORDERS if selection.q or name != RELEVANCE]
    return tuple(Order(str(ORDERS[n][0]), address(selection.changed(sort=n)), n == current) for n in names)
