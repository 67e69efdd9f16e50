"""Every page of a portal: for people as a page, for crawlers as sitemaps, for language models as a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.data.licensing.registry import licenses
from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.data.serving.catalog_exports.making import LONGEST_SITEMAP, Request, catalog_file
from parvis.web.portal.pages.collections import PRODUCERS, THEMES, lines
from parvis.web.portal.visit import Visit

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
SHOWN = 12
TOLD = 50
API = "/api/explore/v2.1"
ALONE = ("home", "catalog", "organizations", "themes", "licenses", "compatibility", "attribution", "faq", "sitemap")


@dataclass(frozen=True, slots=True)
class Group:
    """Links under a title."""

    title: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SiteMap:
    """The page of all pages."""

    title: str
    steps: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]


def site_map(visit: Visit) -> SiteMap:
    """The site map for people."""
    themes = [(line.name, line.address) for line in lines(visit, THEMES)[:SHOWN]]
    producers = [(line.name, line.address) for line in lines(visit, PRODUCERS)[:SHOWN]]
    return SiteMap(
        title=_("Site map"),
        steps=((_("Home"), reverse("portal:home")),),
        groups=(
            Group(_("Find data"), (named(_("Home"), "home"), named(_("Catalogue"), "catalog"))),
            Group(_("Themes"), (named(_("All themes"), "themes"), *themes)),
            Group(_("Producers"), (named(_("All producers"), "organizations"), *producers)),
            Group(
                _("Reuse"),
                (
                    named(_("Licences"), "licenses"),
                    named(_("Compatibility of licences"), "compatibility"),
                    named(_("Text of an attribution"), "attribution"),
                    named(_("Questions and answers"), "faq"),
                ),
            ),
            Group(_("For machines"), machines()),
        ),
    )


def named(words: str, name: str) -> tuple[str, str]:
    """A link to a page without parameters."""
    return words, reverse(f"portal:{name}")


def machines() -> tuple[tuple[str, str], ...]:
    """What programs read."""
    return (
        (_("Catalogue as data (API)"), f"{API}/catalog/datasets"),
        (_("API contract (OpenAPI)"), f"{API}/swagger.json"),
        (_("Catalogue as DCAT (Turtle)"), f"{API}/catalog/exports/ttl"),
        (_("Updates (Atom feed)"), f"{API}/catalog/exports/atom"),
        ("sitemap.xml", reverse("portal:sitemap_index")),
        ("llms.txt", reverse("portal:llms")),
    )


def index(visit: Visit) -> str:
    """`/sitemap.xml`: the sitemap of pages, and one for so many datasets."""
    total = catalog.search(visit.reader, visit.domain, visit.caller, QueryText(limit=0)).total_count
    there = visit.host + reverse("portal:sitemap_datasets")
    parts = [visit.host + reverse("portal:sitemap_pages")]
    parts += [f"{there}?{urlencode({'offset': start})}" for start in range(0, total, LONGEST_SITEMAP)]
    listed = "".join(f"<sitemap><loc>{escape(part)}</loc></sitemap>" for part in parts)
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">{listed}</sitemapindex>'


def pages(visit: Visit) -> str:
    """`/sitemap-pages.xml`: every page that is not a dataset's."""
    listed = "".join(f"<url><loc>{escape(visit.host + path)}</loc></url>" for path in page_paths(visit))
    return f'{HEAD}<urlset xmlns="{NAMESPACE}">{listed}</urlset>'


def page_paths(visit: Visit) -> Iterator[str]:
    """Paths of the pages."""
    yield from (reverse(f"portal:{name}") for name in ALONE)
    yield from (line.address for kind in (THEMES, PRODUCERS) for line in lines(visit, kind))
    yield from (reverse("portal:license", args=[entry.id]) for entry in licenses())


def datasets(visit: Visit, offset: int) -> Iterator[bytes]:
    """`/sitemap-datasets.xml?offset=`: datasets from that one, in pieces. Raises the errors of the catalog."""
    text = QueryText(order_by="dataset_id asc", limit=LONGEST_SITEMAP, offset=offset)
    asked = Request(text, {}, visit.host, lambda start, most: "")
    yield from catalog_file(visit.reader, visit.domain, visit.caller, "sitemap", asked).chunks


def told(visit: Visit) -> str:
    """`/llms.txt`: what the portal is and how to ask it, in Markdown."""
    domain = visit.domain
    found = catalog.search(
        visit.reader, domain, visit.caller, QueryText(order_by="modified desc", limit=TOLD, lang=visit.language)
    )
    named_ = [(v.manifest.id, v.manifest.description.title or v.manifest.id) for v in found.views]
    return "\n".join(
        [
            f"# {line(domain.title)}",
            "",
            *([f"> {line(domain.tagline)}", ""] if domain.tagline else []),
            f"An open data portal with {found.total_count} datasets. Every dataset can be queried without a key.",
            "Quote the licence and the attribution that each dataset states.",
            "",
            "## How to ask",
            "",
            *(f"- [{words}]({visit.host}{path}): {use}" for words, path, use in WAYS),
            "",
            f"## Datasets ({min(TOLD, found.total_count)} most recent of {found.total_count})",
            "",
            *(f"- [{line(title)}]({visit.host}{reverse('portal:dataset', args=[id_])})" for id_, title in named_),
            "",
        ]
    )


WAYS = (
    ("Search", f"{API}/catalog/datasets", '`where=search("words")`, `refine=theme:…`, `limit=20`; JSON'),
    ("Records", f"{API}/catalog/datasets/DATASET/records", "`select=`, `where=`, `group_by=`, `order_by=`, `limit=`"),
    (
        "Exports",
        f"{API}/catalog/datasets/DATASET/exports/csv",
        "the whole dataset or the same query; csv, json, parquet",
    ),
    ("Contract", f"{API}/swagger.json", "OpenAPI 3"),
    ("DCAT", f"{API}/catalog/exports/ttl", "the catalog as RDF"),
    ("Agents", "/mcp", "Model Context Protocol, streamable HTTP, read-only, when the portal serves it"),
)


def line(text: str) -> str:
    """A text that cannot begin another line or a link of the document."""
    return " ".join(text.split()).translate({ord("["): "(", ord("]"): ")"})
