"""Exports: a whole dataset or a query as a file, streamed; whole ones are made once for a version and kept."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from parvis.core.errors import InvalidParameter, NotFound
from parvis.core.fields import GEOGRAPHIC
from parvis.data.engine.engine import Cancellation
from parvis.data.odsql import typed
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.text import Purpose, QueryText, Version
from parvis.data.serving import guard
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.kept import KeptFiles, chunks_of
from parvis.data.serving.reader import Reader


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, the ending of its files, whether it needs a geo field."""

    name: str
    media_type: str
    extension: str
    geographic: bool = False


FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("csv", "text/csv; charset=utf-8", "csv"),
        Format("geojson", "application/geo+json", "geojson", geographic=True),
        Format("json", "application/json; charset=utf-8", "json"),
        Format("jsonl", "application/jsonl; charset=utf-8", "jsonl"),
        Format("parquet", "application/parquet", "parquet"),
    )
}
_DELIMITERS = {";": ";", ",": ",", "\t": "\t", "tab": "\t", "|": "|"}
_PACKED = 1 << 17


@dataclass(frozen=True, slots=True)
class Export:
    """A file to send: ``path`` when it is kept on disk (its ``length`` is then known), ``chunks`` otherwise.

    ``etag`` names the content: equal queries on a version give the same bytes.
    """

    media_type: str
    filename: str
    chunks: Iterable[bytes]
    etag: str
    length: int | None = None
    path: Path | None = None


def formats(view: DatasetView) -> list[str]:
    """The formats a dataset has."""
    if view.table is None:
        return []
    geographic = any(field.type in GEOGRAPHIC for field in view.access.schema)
    return [name for name, f in FORMATS.items() if geographic or not f.geographic]


def export(
    reader: Reader,
    view: DatasetView,
    format: str,
    text: QueryText,
    options: Mapping[str, str],
    *,
    cancel: Cancellation | None = None,
) -> Export:
    """The file that a query gives in a format.

    ``options`` are those of the API (delimiter, list_separator, quote_all, with_bom, use_labels, compressed,
    parquet_compression). Raises NotFound for an unknown format, InvalidParameter, the errors of the query.
    """
    table = view.records
    if format not in formats(view):
        hint = f"formats of this dataset: {', '.join(formats(view))}"
        raise NotFound(f"The export format {format[:40]} does not exist for this dataset.", hint=hint)
    query = compile_query(text, table.schema, purpose=Purpose.EXPORT)
    guard.check(query.where)
    _check_projection(options)
    read = options_of(format, options, text.version)
    compressed = flag("compressed", options, False)
    kind = FORMATS[format]
    name = f"{view.manifest.id}.{kind.extension}" + (".gz" if compressed else "")
    etag = _etag(view, format, query, read, compressed)
    media = "application/gzip" if compressed else kind.media_type

    def chunks() -> Iterator[bytes]:
        plain = reader.engine.copy(table, query, format, read, cancel=cancel)
        return _gzipped(plain) if compressed else plain

    if is_whole(query, table.schema.fields == tuple(view.manifest.schema)):
        return _kept(reader, view, Export(media, name, _Lazy(chunks), etag))
    return Export(media, name, _Lazy(chunks), etag)


class _Lazy:
    """Chunks that are made when they are read: a HEAD or a 304 costs nothing."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __iter__(self) -> Iterator[bytes]:
        found: Iterator[bytes] = self._make()
        return found


def options_of(format: str, given: Mapping[str, str], version: Version = Version.V2_1) -> dict[str, Any]:
    """The options of a format, checked. Raises InvalidParameter."""
    if format == "csv":
        delimiter = given.get("delimiter") or ";"
        if delimiter not in _DELIMITERS:
            raise InvalidParameter("Invalid value for delimiter API parameter: ; , tab or | is expected.")
        return {
            "delimiter": _DELIMITERS[delimiter],
            "list_separator": given.get("list_separator") or ",",
            "quote_all": flag("quote_all", given, False),
            "with_bom": flag("with_bom", given, version is Version.V2_1),
            "use_labels": flag("use_labels", given, False),
        }
    if format == "parquet":
        compression = given.get("parquet_compression") or "snappy"
        if compression not in ("snappy", "zstd"):
            raise InvalidParameter("Invalid value for parquet_compression API parameter: snappy or zstd is expected.")
        return {"compression": compression}
    return {}


def _check_projection(given: Mapping[str, str]) -> None:
    if (given.get("epsg") or "4326") != "4326":
        raise InvalidParameter("Invalid value for epsg API parameter: only 4326 is available.")


def flag(name: str, given: Mapping[str, str], default: bool) -> bool:
    """A boolean parameter. Raises InvalidParameter for another word."""
    value = given.get(name)
    if value is None or value == "":
        return default
    if value.lower() not in ("true", "false", "1", "0"):
        raise InvalidParameter(f"Invalid value for {name} API parameter: true or false is expected.")
    return value.lower() in ("true", "1")


def is_whole(query: typed.Query, every_field: bool) -> bool:
    """Whether a query asks for everything as it is."""
    plain = all(isinstance(c.expr, typed.FieldRef) and c.name == c.expr.field.name for c in query.columns)
    everything = query.where == typed.Always(True) and not query.groups and not query.order
    return every_field and plain and everything and query.limit is None and not query.offset


# ------------------------------------------------------------------ kept files


def _kept(reader: Reader, view: DatasetView, made: Export) -> Export:
    """The file kept for these bytes, else the stream that keeps them once it has been sent to its end."""
    if not view.whole:
        return made
    files = KeptFiles(reader.store.temporary / "exports")
    name = f"{made.etag}.{made.filename.rpartition('.')[2]}"
    path = files.find(name)
    if path is not None:
        return replace(made, chunks=_Lazy(lambda: chunks_of(path)), length=path.stat().st_size, path=path)
    return replace(made, chunks=_Lazy(lambda: files.keeping(name, made.chunks)))


def _gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes as a gzip file, without the date that would change it every time."""
    sink = _Sink()
    with gzip.GzipFile(filename="", mode="wb", fileobj=sink, compresslevel=4, mtime=0) as packer:
        for chunk in chunks:
            packer.write(chunk)
            if sink.waiting():
                yield sink.take()
    yield sink.take()


class _Sink:
    """What the packer writes, until it is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is written is there."""

    def waiting(self) -> bool:
        return self._size > _PACKED

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces, self._size = [], 0
        return taken


def content_tag(view: DatasetView, *parts: object) -> str:
    """A tag of the content that these parts of a request give on this version, for this caller."""
    content = repr((view.records.key, view.records.row_filter, view.access.fingerprint, parts))
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _etag(view: DatasetView, format: str, query: typed.Query, options: Mapping[str, Any], compressed: bool) -> str:
    content = repr((view.records.key, view.records.row_filter, format, query, sorted(options.items()), compressed))
    labels = repr([(f.name, f.label) for f in view.access.schema]) if options.get("use_labels") else ""
    return hashlib.sha256((content + labels).encode()).hexdigest()[:32]
