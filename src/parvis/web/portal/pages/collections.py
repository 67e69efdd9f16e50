"""Producers and themes: the catalog seen by one of its facets, a page each."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.core.errors import NotFound
from parvis.core.words import slug as slug_of
from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.web.portal.pages.cards import Card, card
from parvis.web.portal.pages.catalog import api_pairs, machine_address
from parvis.web.portal.pages.information import web
from parvis.web.portal.pages.jsonld import json_ld
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.trust_mean import TrustMean, trust_mean
from parvis.web.portal.visit import Visit

MOST = 10_000
RECENT = 6
RELATED = 12
FIGURES = "count(*) as datasets, sum(records_count) as records, max(modified) as modified"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is collected: the facet, the addresses of the list and of a page, the facet that crosses it."""

    facet: str
    list_name: str
    page_name: str
    title: object
    lead: object
    crossing: str
    crossing_title: object


PRODUCERS = Kind(
    "publisher",
    "organizations",
    "organization",
    gettext_lazy("Producers"),
    gettext_lazy("Who publishes here, and what."),
    "theme",
    gettext_lazy("Its themes"),
)
THEMES = Kind(
    "theme",
    "themes",
    "theme",
    gettext_lazy("Themes"),
    gettext_lazy("The datasets by subject."),
    "publisher",
    gettext_lazy("Its producers"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A value of the facet; counts are of what the visitor may see, ``modified`` is ISO 8601."""

    name: str
    address: str
    datasets: int
    records: int
    modified: str | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """All the values."""

    title: str
    lead: str
    steps: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """One value. ``site`` is the address that the datasets give of their publisher."""

    title: str
    line: Line
    steps: tuple[tuple[str, str], ...]
    site: str | None
    related_title: str
    related: tuple[tuple[str, str, int], ...]
    trust: TrustMean | None
    cards: tuple[Card, ...]
    catalog: str
    feed: str
    api: str
    json_ld: SafeString


def lines(visit: Visit, kind: Kind, name: str = "") -> tuple[Line, ...]:
    """The values in alphabetical order, or the one of this name."""
    grouped = QueryText(select=FIGURES, group_by=kind.facet, order_by=f"{kind.facet} asc", limit=MOST)
    rows = catalog.search(visit.reader, visit.domain, visit.caller, grouped).rows or []
    named = [row for row in rows if row[kind.facet]]
    slugs = slugged(str(row[kind.facet]) for row in named)
    return tuple(
        Line(
            name=str(row[kind.facet]),
            address=reverse(f"portal:{kind.page_name}", args=[slug]),
            datasets=int(row["datasets"]),
            records=int(row["records"] or 0),
            modified=row["modified"],
        )
        for slug, row in zip(slugs, named, strict=True)
        if name in ("", slug)
    )


def slugged(names: Iterable[str]) -> list[str]:
    """An address for each name, none twice: a name without letters of ours, or whose slug is taken, gets a digest."""
    found: dict[str, None] = {}
    for name in names:
        slug = slug_of(name)
        if not slug or slug in found:
            slug = f"{slug}-{zlib.crc32(name.encode()):08x}".lstrip("-")
        found[slug] = None
    return list(found)


def list_page(visit: Visit, kind: Kind) -> ListPage:
    """The page of all the values."""
    return ListPage(str(kind.title), str(kind.lead), home(), lines(visit, kind))


def collection_page(visit: Visit, kind: Kind, slug: str) -> CollectionPage:
    """The page of a value. Raises NotFound."""
    found = lines(visit, kind, slug)
    if not found:
        raise NotFound(f"nothing is collected here under {slug[:80]!r}")
    line = found[0]
    selection = Selection(refine=((kind.facet, line.name),))
    text = selection.text(lang=visit.language, timezone=visit.timezone)
    listed = replace(text, order_by="modified desc", limit=RECENT)
    views = catalog.search(visit.reader, visit.domain, visit.caller, listed).views
    machine = api_pairs(selection, text)
    return CollectionPage(
        title=line.name,
        line=line,
        steps=(*home(), (str(kind.title), reverse(f"portal:{kind.list_name}"))),
        site=next(
            (site for v in views if kind is PRODUCERS and (site := web(v.manifest.description.publisher_url))), None
        ),
        related_title=str(kind.crossing_title),
        related=related(visit, kind, selection, text),
        trust=trust_mean(visit, line.name) if kind is PRODUCERS else None,
        cards=tuple(card(view, visit.language) for view in views),
        catalog=selection.address(reverse("portal:catalog")),
        feed=machine_address("exports/atom", machine),
        api=machine_address("datasets", machine),
        json_ld=json_ld(described(visit, kind, line)),
    )


def related(visit: Visit, kind: Kind, selection: Selection, text: QueryText) -> tuple[tuple[str, str, int], ...]:
    """Values of the crossing facet: name, address in the catalog, number of datasets."""
    groups = catalog.facets(visit.reader, visit.domain, visit.caller, replace(text, facet=(kind.crossing,)))
    values = [value for group in groups for value in group.values][:RELATED]
    there = reverse("portal:catalog")
    return tuple((v.path, selection.refined(kind.crossing, v.path).address(there), int(v.count or 0)) for v in values)


def described(visit: Visit, kind: Kind, line: Line) -> dict[str, Any]:
    """The page in schema.org's words."""
    what = "Organization" if kind is PRODUCERS else "CollectionPage"
    return {"@context": "https://schema.org/", "@type": what, "name": line.name, "url": visit.host + line.address}


def home() -> tuple[tuple[str, str], ...]:
    """The way from the home page."""
    return ((_("Home"), reverse("portal:home")),)
