"""RSS, Atom and sitemap: a few lines of XML for each dataset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from parvis.data.metadata.rdf.terms import clean
from parvis.data.serving.catalog import CatalogPage
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.describing.addresses import dataset_page
from parvis.data.store.entries import DomainChanged

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def rss(domain: DomainChanged, page: CatalogPage, root: str, lang: str) -> Iterator[bytes]:
    """RSS 2.0."""
    yield f'{_HEAD}<rss version="2.0"><channel>'.encode()
    yield _elements(title=domain.title, link=f"{root}/explore/", description=domain.tagline or domain.title)
    for view in page.views:
        address = dataset_page(root, view.manifest.id)
        title, text = _texts(view, lang)
        yield b"\n<item>" + _elements(title=title, link=address, description=text)
        yield _elements(guid=address, pubDate=format_datetime(_instant(view), usegmt=True))
        for theme in view.manifest.description.theme:
            yield _elements(category=theme)
        yield b"</item>"
    yield b"\n</channel></rss>\n"


def atom(domain: DomainChanged, page: CatalogPage, root: str, lang: str) -> Iterator[bytes]:
    """Atom 1.0."""
    home = f"{root}/explore/"
    newest = max(map(_instant, (view for view in page.views)), default=datetime(1970, 1, 1, tzinfo=UTC))
    yield f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom">'.encode()
    yield _elements(title=domain.title, id=home, updated=newest.isoformat()) + _link(home)
    yield b"<author>" + _elements(name=domain.title) + b"</author>"
    for view in page.views:
        address = dataset_page(root, view.manifest.id)
        title, text = _texts(view, lang)
        yield b"\n<entry>" + _elements(title=title, id=address, updated=_instant(view).isoformat()) + _link(address)
        yield f'<summary type="html">{escape(clean(text))}</summary></entry>'.encode()
    yield b"\n</feed>\n"


def sitemap(page: CatalogPage, root: str) -> Iterator[bytes]:
    """The catalog page, and the pages of datasets with the day they changed last."""
    yield f'{_HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'.encode()
    yield b"\n<url>" + _elements(loc=f"{root}/explore/") + b"</url>"
    for view in page.views:
        day = max(view.manifest.metadata_processed, view.manifest.data_processed)[:10]
        yield b"\n<url>" + _elements(loc=dataset_page(root, view.manifest.id), lastmod=day) + b"</url>"
    yield b"\n</urlset>\n"


def sitemap_index(addresses: list[str]) -> Iterator[bytes]:
    """A sitemap of sitemaps: one has at most 50,000 addresses."""
    yield f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'.encode()
    for address in addresses:
        yield b"\n<sitemap>" + _elements(loc=address) + b"</sitemap>"
    yield b"\n</sitemapindex>\n"


def _texts(view: DatasetView, lang: str) -> tuple[str, str]:
    stated = view.manifest.description
    translated = stated.translations.get(lang, {})
    title = translated.get("title") or stated.title or view.manifest.id
    return title, translated.get("description") or stated.description or ""


def _instant(view: DatasetView) -> datetime:
    try:
        found = datetime.fromisoformat(view.facts["modified"])
    except ValueError:
        found = datetime.fromisoformat(view.manifest.data_processed)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def _elements(**values: str) -> bytes:
    return "".join(f"<{name}>{escape(clean(value))}</{name}>" for name, value in values.items()).encode()


def _link(address: str) -> bytes:
    return f'<link href="{escape(address, {chr(34): "&quot;"})}"/>'.encode()
