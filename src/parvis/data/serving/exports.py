"""Exports: a whole dataset or a query as a file, streamed; whole ones are made once for a version and kept."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from parvis.core.errors import InvalidParameter, NotFound
from parvis.core.fields import GEOGRAPHIC, TEMPORAL
from parvis.data.engine.engine import Cancellation
from parvis.data.engine.rendering import WGS84
from parvis.data.exports import choices
from parvis.data.exports.choices import flag
from parvis.data.exports.formats import ALIASES, DATES, FORMATS, GEO, Format
from parvis.data.exports.layout import Layout
from parvis.data.exports.packing import Sink
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.text import Purpose, QueryText, Version
from parvis.data.serving import guard, kept
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.exporting import described, making
from parvis.data.serving.kept import CAPACITY, KeptFiles, chunks_of
from parvis.data.serving.reader import Reader

__all__ = ["FORMATS", "Export", "content_tag", "export", "flag", "formats", "is_whole", "options_of"]


@dataclass(frozen=True, slots=True)
class Export:
    """A file to send: ``path`` when it is kept on disk (its ``length`` is then known, and the SHA-256 of its bytes,
    ``checksum``), ``chunks`` otherwise.

    ``etag`` names the content: equal queries on a version give the same bytes.
    """

    media_type: str
    filename: str
    chunks: Iterable[bytes]
    etag: str
    length: int | None = None
    path: Path | None = None
    checksum: str | None = None


def formats(view: DatasetView) -> list[str]:
    """The formats a dataset has."""
    if view.table is None:
        return []
    types = {field.type for field in view.access.schema}
    had = {"", *([GEO] if types & GEOGRAPHIC else []), *([DATES] if types & TEMPORAL else [])}
    return [name for name, f in FORMATS.items() if f.needs in had]


def export(
    reader: Reader,
    view: DatasetView,
    format: str,
    text: QueryText,
    options: Mapping[str, str],
    *,
    make: bool = True,
    cancel: Cancellation | None = None,
) -> Export:
    """The file that a query gives in a format; without ``make``, one that is made whole is only looked for.

    ``options`` are those of the API, which :data:`parvis.data.exports.formats.OPTIONS` lists. Raises NotFound for an
    unknown format, InvalidParameter, the errors of the query.
    """
    table = view.records
    format = ALIASES.get(format, format)
    if format not in formats(view):
        hint = f"formats of this dataset: {', '.join(formats(view))}"
        raise NotFound(f"The export format {format[:40]} does not exist for this dataset.", hint=hint)
    kind = FORMATS[format]
    query = compile_query(text, table.schema, purpose=Purpose.EXPORT)
    guard.check(query.where)
    read = choices.options_of(kind, options, older=text.version is not Version.V2_1)
    compressed = flag("compressed", options, False)
    epsg = choices.epsg_of(kind, options)
    if epsg != WGS84 and not reader.engine.knows_projection(epsg):
        message = f"Invalid value for epsg API parameter: {epsg} names no horizontal coordinates."
        raise InvalidParameter(message, hint="codes are listed on epsg.org; 2154 is Lambert-93")
    layout = described.layout(reader, view, query, kind, epsg, use_labels=bool(read.get("use_labels")))
    _check_held(kind, layout)
    name = f"{view.manifest.id}.{kind.extension}" + (".gz" if compressed else "")
    etag = _etag(view, format, query, read, compressed, layout)
    media = "application/gzip" if compressed else kind.media_type

    def chunks() -> Iterator[bytes]:
        plain = making.chunks(reader, view, query, kind, layout, read, cancel)
        return _gzipped(plain) if compressed else plain

    made = Export(media, name, _Lazy(chunks), etag)
    whole = is_whole(query, table.schema.fields == tuple(view.manifest.schema)) and epsg == WGS84
    if not view.whole or not (whole or kind.built):
        return made
    return _kept(reader, made, whole=whole, first=make and kind.built and not compressed, cancel=cancel)


def _check_held(kind: Format, layout: Layout) -> None:
    """Raise InvalidParameter when the columns lack what the format needs: every row would be left out."""
    dated = any(c.type in ("date", "datetime") for c in layout.columns)
    if kind.drops and (not dated if kind.needs == DATES else layout.geometry is None):
        needed = "date" if kind.needs == DATES else "place"
        message = f"The export format {kind.name} needs a {needed}, and the query selects none."
        raise InvalidParameter(message, hint=f"add a field that holds a {needed} to select")


class _Lazy:
    """Chunks that are made when they are read: a HEAD or a 304 costs nothing."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __iter__(self) -> Iterator[bytes]:
        found: Iterator[bytes] = self._make()
        return found


def options_of(format: str, given: Mapping[str, str], version: Version = Version.V2_1) -> dict[str, Any]:
    """The options of a format, checked. Raises InvalidParameter."""
    return choices.options_of(FORMATS[format], given, older=version is not Version.V2_1)


def is_whole(query: typed.Query, every_field: bool) -> bool:
    """Whether a query asks for everything as it is."""
    plain = all(isinstance(c.expr, typed.FieldRef) and c.name == c.expr.field.name for c in query.columns)
    everything = query.where == typed.Always(True) and not query.groups and not query.order
    return every_field and plain and everything and query.limit is None and not query.offset


# ------------------------------------------------------------------ kept files


def _kept(reader: Reader, made: Export, *, whole: bool, first: bool, cancel: Cancellation | None) -> Export:
    """The file kept for these bytes, else the stream that keeps them once it has been sent to its end.

    ``first`` makes the file before anything is sent: its length is then known, and parts of it can be asked.
    """
    # Files of single queries are many: they push out one another, not those of whole datasets.
    folder, capacity = (kept.WHOLE, CAPACITY) if whole else (kept.ASKED, CAPACITY >> 2)
    files = KeptFiles(reader.store.temporary / folder, capacity)
    name = f"{made.etag}.{made.filename.rpartition('.')[2]}"
    path = files.made(name, made.chunks, cancel.check if cancel else None) if first else files.find(name)
    if path is not None:
        return replace(
            made,
            chunks=_Lazy(lambda: chunks_of(path)),
            length=path.stat().st_size,
            path=path,
            checksum=files.checksum(name),
        )
    return replace(made, chunks=_Lazy(lambda: files.keeping(name, made.chunks)))


def _gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes as a gzip file, without the date that would change it every time."""
    sink = Sink()
    with gzip.GzipFile(filename="", mode="wb", fileobj=sink, compresslevel=4, mtime=0) as packer:
        for chunk in chunks:
            packer.write(chunk)
            if sink.waiting():
                yield sink.take()
    yield sink.take()


def content_tag(view: DatasetView, *parts: object) -> str:
    """A tag of the content that these parts of a request give on this version, for this caller."""
    content = repr((view.records.key, view.records.row_filter, view.access.fingerprint, parts))
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _etag(
    view: DatasetView,
    format: str,
    query: typed.Query,
    options: Mapping[str, Any],
    compressed: bool,
    layout: Layout,
) -> str:
    content = repr((view.records.key, view.records.row_filter, format, query, sorted(options.items()), compressed))
    shown = repr((layout.epsg, layout.heads()))
    if FORMATS[format].noticed:
        shown += repr((layout, layout.notices()))
    return hashlib.sha256((content + shown).encode()).hexdigest()[:32]
