"""The home page: search, three figures, themes, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.web.portal.pages.cards import Card, card
from parvis.web.portal.pages.jsonld import json_ld
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit

RECENT = 6
THEMES = 12


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, or a producer, and how many datasets it has."""

    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Figures count what the visitor may see."""

    title: str
    tagline: str
    datasets: int
    records: int
    publishers: int
    themes: tuple[Theme, ...]
    recent: tuple[Card, ...]
    producers: tuple[Theme, ...]
    json_ld: SafeString


def home_page(visit: Visit) -> HomePage:
    """The home page of the domain."""
    recent = catalog.search(
        visit.reader, visit.domain, visit.caller, QueryText(order_by="modified desc", limit=RECENT, lang=visit.language)
    )
    groups = catalog.facets(visit.reader, visit.domain, visit.caller, QueryText(facet=("theme", "publisher")))
    values = {group.name: group.values for group in groups}
    return HomePage(
        title=visit.domain.title,
        tagline=visit.domain.tagline,
        datasets=recent.total_count,
        records=count_records(visit),
        publishers=len(values.get("publisher", ())),
        themes=tuple(
            Theme(value.path, value.count or 0, theme_address(value.path)) for value in values.get("theme", ())[:THEMES]
        ),
        recent=tuple(card(view, visit.language) for view in recent.views),
        producers=tuple(
            Theme(value.path, value.count or 0, refined("publisher", value.path))
            for value in values.get("publisher", ())[:THEMES]
        ),
        json_ld=json_ld(described(visit)),
    )


def described(visit: Visit) -> dict[str, Any]:
    """The catalog in schema.org's words, with the way to search it."""
    catalog_address = visit.host + reverse("portal:catalog")
    return {
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "@id": f"{visit.host}/",
        "url": f"{visit.host}/",
        "name": visit.domain.title,
        "description": visit.domain.tagline or visit.domain.title,
        "inLanguage": visit.language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{catalog_address}?q={{words}}"},
            "query-input": "required name=words",
        },
    }


def count_records(visit: Visit) -> int:
    """Records of all datasets the visitor may see."""
    query = QueryText(select="sum(records_count) as records")
    rows: list[dict[str, Any]] = catalog.search(visit.reader, visit.domain, visit.caller, query).rows or []
    return int(rows[0]["records"] or 0) if rows else 0


def theme_address(theme: str) -> str:
    """The catalog, refined to the theme."""
    return refined("theme", theme)


def refined(name: str, value: str) -> str:
    """The catalog, refined to a value of a facet."""
    return Selection(refine=((name, value),)).address(reverse("portal:catalog"))
