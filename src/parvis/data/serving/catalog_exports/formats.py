"""The formats in which a catalog is given, beside its rows as CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CatalogFormat:
    """A format: media type and ending of its file. ``recent``: the newest datasets first, some hundred of them."""

    name: str
    media_type: str
    extension: str
    recent: bool = False


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, CatalogFormat] = {
    f.name: f
    for f in (
        CatalogFormat("atom", "application/atom+xml; charset=utf-8", "atom", recent=True),
        CatalogFormat("dcat", "application/rdf+xml; charset=utf-8", "rdf"),
        CatalogFormat("json-ld", "application/ld+json", "jsonld"),
        CatalogFormat("rdf", "application/rdf+xml; charset=utf-8", "rdf"),
        CatalogFormat("rss", "application/rss+xml; charset=utf-8", "rss", recent=True),
        CatalogFormat("sitemap", "application/xml; charset=utf-8", "xml"),
        CatalogFormat("ttl", "text/turtle; charset=utf-8", "ttl"),
        CatalogFormat("xlsx", _XLSX, "xlsx"),
    )
}
ALIASES: Mapping[str, str] = {
    "dcat_ap": "dcat",
    "jsonld": "json-ld",
    "rdfxml": "rdf",
    "turtle": "ttl",
    "xls": "xlsx",
}
"""Other names that requests may use."""
