"""The catalog: what was asked, what was found, and the links that ask a little more or less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.web.portal.pages import freshness
from parvis.web.portal.pages.cards import Card, card
from parvis.web.portal.pages.facets import Chip, Facet, chips, facets, worded
from parvis.web.portal.pages.orders import Order, clause, orders
from parvis.web.portal.pages.paging import Paging, offset, paging
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import CATALOG_FACETS
from parvis.web.portal.visit import Visit

SIZE = 20
API = "/api/explore/v2.1/catalog"
WORDING = worded(dates=("modified",))
# What people keep of a list, and what readers of feeds follow.
FILES = (("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("json", "JSON"), ("ttl", "DCAT (RDF Turtle)"))


@dataclass(frozen=True, slots=True)
class File:
    """The list as a file."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """A page of the catalog. ``feed``, ``files`` and ``api`` give the same list to machines, and the same count."""

    title: str
    selection: Selection
    kept: tuple[tuple[str, str], ...]
    cards: tuple[Card, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    orders: tuple[Order, ...]
    paging: Paging
    clear: str
    feed: str
    files: tuple[File, ...]
    api: str


def read(parameters: QueryDict) -> Selection:
    """The selection of a catalog's address."""
    return Selection.read(parameters, also=(freshness.NAME,))


def address(selection: Selection) -> str:
    """The catalog with this selection."""
    return selection.address(reverse("portal:catalog"))


def query(visit: Visit, selection: Selection) -> QueryText:
    """The datasets of the selection, but for its period. Several values of one facet are alternatives."""
    text = selection.text(lang=visit.language, timezone=visit.timezone)
    return replace(text, disjunctive=tuple(CATALOG_FACETS))


def catalog_page(visit: Visit, selection: Selection) -> CatalogPage:
    """The page of the selection. Raises the errors of its condition."""
    now = datetime.now(UTC)
    whenever = query(visit, selection)
    text = freshness.narrowed(whenever, selection, now)
    listed = replace(text, order_by=clause(selection), limit=SIZE, offset=offset(selection.page, SIZE))
    found = catalog.search(visit.reader, visit.domain, visit.caller, listed)
    groups = catalog.facets(visit.reader, visit.domain, visit.caller, replace(text, facet=tuple(CATALOG_FACETS)))
    labels = {name: str(label) for name, label in CATALOG_FACETS.items()}
    machine = api_pairs(selection, text)
    return CatalogPage(
        title=_("Search: %(words)s") % {"words": selection.q} if selection.q else _("Catalogue"),
        selection=selection,
        kept=tuple(pair for pair in replace(selection, q="", page=1).pairs()),
        cards=tuple(card(view, visit.language) for view in found.views),
        facets=(
            *facets(groups, labels, selection, address, WORDING),
            *freshness.freshness(visit, selection, whenever, address, now),
        ),
        chips=(*chips(selection, labels, address, WORDING), *freshness.chip(selection, address)),
        orders=orders(selection, address),
        paging=paging(found.total_count, SIZE, selection.page, lambda n: address(replace(selection, page=n))),
        clear=reverse("portal:catalog"),
        feed=machine_address("exports/atom", machine),
        files=tuple(File(label, machine_address(f"exports/{name}", machine)) for name, label in FILES),
        api=machine_address("datasets", machine),
    )


def api_pairs(selection: Selection, text: QueryText) -> list[tuple[str, str]]:
    """The same list as parameters of the Explore API: the same datasets, the same count, in the same order."""
    names = [name for name, _value in selection.refine]
    several = sorted({name for name in names if names.count(name) > 1})
    order = clause(selection)
    period = [("where", one) for one in text.where if one not in selection.conditions()]
    return [
        *selection.api_pairs(),
        *period,
        *(("facet", f'facet(name="{name}", disjunctive=true)') for name in several),
        *([("order_by", order)] if order else []),
    ]


def machine_address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """An address of the API below the catalog, relative to the host."""
    said = urlencode(list(pairs))
    return f"{API}/{path}?{said}" if said else f"{API}/{path}"
