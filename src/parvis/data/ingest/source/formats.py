"""Which format a file has: its content tells, its name only where two formats look alike."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from parvis.data.ingest.errors import DamagedFile, EmptyFile, UnknownFormat
from parvis.data.ingest.source.encoding import announced

FORMATS = (
    "csv",
    "json",
    "jsonl",
    "geojson",
    "xlsx",
    "parquet",
    "xls",
    "ods",
    "xml",
    "shp",
    "gpkg",
    "kml",
    "gpx",
    "gml",
    "fgb",
    "arrow",
    "gtfs",
    "ics",
    "feed",
)
# Those that no text can be taken for.
_BINARY = frozenset({"xlsx", "parquet", "xls", "ods", "shp", "gpkg", "fgb", "arrow", "gtfs"})
_READ = f"one of {', '.join(FORMATS)}"
_HEAD = 64 << 10
_NOTHING = (b"[]", b"{}", b"[{}]")
_AS_CSV = "export the table as CSV"
_INSIDE = "unpack it and publish the file inside"
_MAGICS = {
    b"PAR1": "parquet",
    b"ARROW1\x00\x00": "arrow",
    b"fgb\x03": "fgb",
    b"\x00\x00\x27\x0a": "shp",
    b"\xd0\xcf\x11\xe0": "xls",
}
_OTHERS = {
    b"%PDF": ("a PDF document, not a table", _AS_CSV),
    b"\x89PNG": ("an image, not a table", _AS_CSV),
    b"\xff\xd8\xff": ("an image, not a table", _AS_CSV),
}
# Roots of XML documents, without prefix. What only describes a dataset is no table.
_ROOTS = {"kml": "kml", "gpx": "gpx", "rss": "feed", "feed": "feed", "RDF": "feed"}
_NO_TABLES = {
    "html": "a web page, not a table",
    "OGRVRTDataSource": "a pointer to other files, not a table",
    "MD_Metadata": "a description of a dataset, not a table",
    "GetRecordByIdResponse": "a description of a dataset, not a table",
    "ServiceExceptionReport": "the error of a service, not a table",
    "ExceptionReport": "the error of a service, not a table",
}
# Control characters that no text has, NUL aside (UTF-16 has it).
_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_BINARY_SHARE = 0.01


_XML = re.compile(rb"<[?!A-Za-z]")
# Groups are atomic: a hostile head would else be tried in every way.
_ROOT = re.compile(
    rb"(?>(?:(?>\s+)|(?><\?.*?\?>)|(?><!--.*?-->)|(?><![A-Za-z][^\[>]*(?:\[.*?\])?[^>]*>))*)"
    rb"<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
_ARRAY = re.compile(rb'\[\s*(?:[\[{"\]0-9-]|true|false|null|$)')
_GEOJSON = re.compile(rb'\{\s*"type"\s*:\s*"(?:FeatureCollection|Feature)"')


def detect(path: Path, stated: str | None = None) -> str:
    """The format of a file, one of FORMATS.

    Raises EmptyFile, UnknownFormat, or DamagedFile when a stated format is contradicted by the content.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe") and path.stat().st_size <= _HEAD:
        raise EmptyFile(f"{path.name} is empty.")
    if head.strip() in _NOTHING:
        raise EmptyFile(f"{path.name} has no row.")
    if stated is not None and stated not in FORMATS:
        raise UnknownFormat(f"{stated!r} is not a format that is read.", hint=_READ)
    found = _by_content(path, head)
    if stated is not None:
        if found != stated and (found in _BINARY or stated in _BINARY):
            raise DamagedFile(f"{path.name} was announced as {stated} but it is {found or 'a text'}.")
        return stated
    # What is not of another format is a text: a wrong extension does not matter.
    return found or "csv"


def misnamed(path: Path, format_: str) -> tuple[str, ...]:
    """What to tell when a name says a workbook and the file is a text, or the reverse: it may be the wrong one."""
    said = path.suffix.lower().removeprefix(".")
    wrong = said in FORMATS and (said in _BINARY) != (format_ in _BINARY)
    return (f"{path.name} is named {said} but was read as {format_}, which it is",) if wrong else ()


def _by_content(path: Path, head: bytes) -> str | None:
    for magic, format_ in _MAGICS.items():
        if head.startswith(magic):
            return format_
    if head.startswith(b"SQLite format 3"):
        return _database(path, head)
    if head.startswith(b"PK\x03\x04"):
        return _zip(path)
    encoding = announced(path)
    text = (head if encoding is None else head.decode(encoding, "ignore").encode()).lstrip()
    for magic, (what, hint) in _OTHERS.items():
        if head.startswith(magic) or (magic.isascii() and text.startswith(magic)):
            raise UnknownFormat(f"{path.name} is {what}.", hint=hint)
    if encoding is None and _is_binary(head):
        raise UnknownFormat(f"{path.name} is neither a text nor a format that is read.", hint=_READ)
    if _XML.match(text):
        return _document(path, text)
    if text.startswith(b"BEGIN:VCALENDAR"):
        return "ics"
    if _ARRAY.match(text):
        return "json"
    if text[:1] == b"{":
        return _object(path, text)
    return None


def _is_binary(head: bytes) -> bool:
    strange = len(head) - len(head.translate(None, _CONTROLS))
    return strange > _BINARY_SHARE * len(head) or head.count(0) > len(head) // 4


def _zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise DamagedFile(f"{path.name} is a cut or corrupt archive ({error}).", hint="send it again") from error
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if {"content.xml", "mimetype"} <= names:
        return "ods"
    if {"stops.txt", "routes.txt"} <= {name.rpartition("/")[2] for name in names}:
        return "gtfs"
    if any(name.startswith("word/") for name in names):
        raise UnknownFormat(f"{path.name} is a text document, not a table.", hint=_AS_CSV)
    return "zip"


def _database(path: Path, head: bytes) -> str:
    """GeoPackage has its mark in the header of the database; older ones have the name only."""
    if head[68:72] in (b"GPKG", b"GP10", b"GP11", b"GP12") or path.suffix.lower() == ".gpkg":
        return "gpkg"
    raise UnknownFormat(f"{path.name} is a database, not a table.", hint=_AS_CSV)


def _document(path: Path, text: bytes) -> str:
    """What an XML document is, by its root."""
    found = _ROOT.match(text)
    root = found[1].decode("ascii", "replace") if found else ""
    if root.lower() == "html" or text[:15].lower().startswith(b"<!doctype html"):
        root = "html"
    if root in _NO_TABLES:
        raise UnknownFormat(f"{path.name} is {_NO_TABLES[root]}.", hint=_AS_CSV)
    if root == "RDF" and b"purl.org/rss" not in text[:4096]:
        return "xml"
    if root in _ROOTS:
        return _ROOTS[root]
    return "gml" if b"opengis.net/gml" in text[:4096] or path.suffix.lower() == ".gml" else "xml"


def _object(path: Path, text: bytes) -> str:
    """An object at the top: GeoJSON, JSON Lines, or one JSON document."""
    if _GEOJSON.match(text) or b'"FeatureCollection"' in text[:4096]:
        return "geojson"
    if b'"features"' in text and path.suffix.lower() == ".geojson":
        return "geojson"
    first, newline, rest = text.partition(b"\n")
    lines = newline and first.rstrip().endswith(b"}") and (not rest.strip() or rest.lstrip()[:1] == b"{")
    return "jsonl" if lines or path.suffix.lower() in (".jsonl", ".ndjson") else "json"
