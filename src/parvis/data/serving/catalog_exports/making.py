"""One entrance to the files of a catalog."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from parvis import __version__
from parvis.core.errors import NotFound
from parvis.data.engine.engine import Cancellation
from parvis.data.exports.choices import flag
from parvis.data.metadata.dcat.catalogs import Paging
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import catalog
from parvis.data.serving.access import Caller
from parvis.data.serving.catalog import CatalogPage
from parvis.data.serving.catalog_exports import asking, feeds, graphs, workbook
from parvis.data.serving.catalog_exports.formats import ALIASES, FORMATS, CatalogFormat
from parvis.data.serving.exports import Export
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged

__all__ = ["FORMATS", "Request", "catalog_file", "exists"]
RECENT = 100
LONGEST_SITEMAP = 50_000
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a catalog: clauses, options as sent, the root of addresses.

    ``page`` gives the address of the same request at another offset and limit.
    """

    text: QueryText
    options: Mapping[str, str]
    root: str
    page: Callable[[int, int], str]


def exists(format: str) -> bool:
    """Whether a catalog is given in this format here."""
    return ALIASES.get(format, format) in FORMATS


def catalog_file(
    reader: Reader,
    domain: DomainChanged,
    caller: Caller,
    format: str,
    asked: Request,
    cancel: Cancellation | None = None,
) -> Export:
    """The catalog in a format, limited to what the query finds and the caller may know of.

    Raises NotFound for an unknown format, InvalidParameter, the errors of the query.
    """
    kind = FORMATS.get(ALIASES.get(format, format))
    if kind is None:
        raise NotFound(f"The export format {format[:40]} does not exist for the catalog.")
    text = _text(kind, asked.text)
    found = catalog.search(reader, domain, caller, text, purpose=Purpose.EXPORT, cancel=cancel)
    make = _maker(reader, domain, kind, replace(asked, text=text), found, cancel)
    etag = _etag(domain, kind, asked, found)
    return Export(kind.media_type, f"{domain.slug}.{kind.extension}", _Chunks(make), etag)


class _Chunks:
    """Pieces joined into chunks worth sending, made when they are read."""

    def __init__(self, make: Callable[[], Iterator[bytes]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[bytes]:
        return joined(self._make())


def joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of some tens of kilobytes."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _text(kind: CatalogFormat, text: QueryText) -> QueryText:
    """The clauses that a format reads: a workbook has columns, the others are lists of datasets."""
    if kind.name == "xlsx":
        return text if text.select or text.group_by else replace(text, select=workbook.SELECTED)
    text = replace(text, select=None, group_by=None)
    if kind.recent:
        text = replace(
            text, order_by=text.order_by or "modified desc", limit=RECENT if text.limit is None else text.limit
        )
    return text


def _maker(
    reader: Reader,
    domain: DomainChanged,
    kind: CatalogFormat,
    asked: Request,
    found: CatalogPage,
    cancel: Cancellation | None,
) -> Callable[[], Iterator[bytes]]:
    """How to make the file; options are checked now."""
    lang = asked.text.lang
    if kind.name in graphs.WRITERS:
        formats, labels = asking.included(asked.options), asking.labelled(asked.options)
        graph = graphs.Graph(asked.root, formats, labels, lang, _paging(asked, found))
        return lambda: graphs.write(kind.name, domain, found, graph, cancel)
    if kind.name == "xlsx":
        labels = flag("use_labels", asked.options, False)
        zone, temporary = asked.text.timezone, reader.engine.temporary
        return lambda: workbook.write(domain, found, asked.root, zone, temporary, labels=labels)
    if kind.name == "sitemap":
        return lambda: _sitemap(asked, found)
    feed = feeds.rss if kind.name == "rss" else feeds.atom
    return lambda: feed(domain, found, asked.root, lang)


def _sitemap(asked: Request, found: CatalogPage) -> Iterator[bytes]:
    # One address is that of the catalog itself.
    most = LONGEST_SITEMAP - 1
    if len(found.views) > most:
        return feeds.sitemap_index([asked.page(start, most) for start in range(0, len(found.views), most)])
    return feeds.sitemap(found, asked.root)


def _paging(asked: Request, found: CatalogPage) -> Paging | None:
    """The other pages of a request that has a limit."""
    limit, offset, total = asked.text.limit, asked.text.offset, found.total_count
    if limit is None or limit <= 0:
        return None
    last = max(0, (total - 1) // limit * limit)
    return Paging(
        this=asked.page(offset, limit),
        first=asked.page(0, limit),
        last=asked.page(last, limit),
        previous=asked.page(max(0, offset - limit), limit) if offset else None,
        next=asked.page(offset + limit, limit) if offset + limit < total else None,
        total=total,
    )


def _etag(domain: DomainChanged, kind: CatalogFormat, asked: Request, found: CatalogPage) -> str:
    """A tag of the content: the datasets at their revisions as the caller sees them, and how they are asked."""
    digest = hashlib.sha256(repr((__version__, domain, kind.name, asked.root, asked.text)).encode())
    digest.update(repr((sorted(asked.options.items()), found.total_count, found.rows, found.columns)).encode())
    for view in found.views:
        manifest = view.manifest
        digest.update(repr((manifest.uid, manifest.id, manifest.revision, view.access.fingerprint)).encode())
    return digest.hexdigest()[:32]
