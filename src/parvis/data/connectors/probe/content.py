"""What a body is by its first bytes, and whether that is what was declared."""

from __future__ import annotations

import re

import orjson

from parvis.data.connectors.probe.columns import text_of

# What the first bytes of each family of formats are.
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"7z\xbc\xaf", "7z"),
    (b"BZh", "bzip2"),
    (b"fgb", "flatgeobuf"),
)
_EXPECTED: dict[str, frozenset[str]] = {
    **dict.fromkeys(("csv", "tsv", "txt"), frozenset({"text"})),
    **dict.fromkeys(("json", "geojson", "topojson", "jsonl", "ndjson", "jsonld"), frozenset({"json"})),
    **dict.fromkeys(("xml", "rdf", "kml", "gml", "gpx", "rss", "atom", "wfs", "wms", "csw"), frozenset({"xml"})),
    **dict.fromkeys(("zip", "shp", "xlsx", "ods", "kmz", "gtfs", "docx", "odt"), frozenset({"zip"})),
    "gz": frozenset({"gzip"}),
    "xls": frozenset({"ole", "zip"}),
    "parquet": frozenset({"parquet"}),
    **dict.fromkeys(("gpkg", "sqlite"), frozenset({"sqlite"})),
    "pdf": frozenset({"pdf"}),
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "tif", "tiff", "geotiff"), frozenset({"image"})),
    "html": frozenset({"html"}),
    "fgb": frozenset({"flatgeobuf"}),
}
_PACKED = frozenset({"zip", "gzip", "bzip2", "7z"})
_TYPES = {
    "html": "text/html", "json": "application/json", "xml": "application/xml", "zip": "application/zip",
    "gzip": "application/gzip", "parquet": "application/vnd.apache.parquet", "pdf": "application/pdf",
    "sqlite": "application/vnd.sqlite3", "text": "text/plain",
}  # fmt: skip
_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*(<\?xml[^>]*>\s*)?(<!doctype\s+html|<html|<head|<body)", re.I | re.S)
_MARKUP = re.compile(rb"\s*<[?!a-zA-Z]")
# An answer made of nothing else says that something failed.
_ERROR_WORDS = frozenset(
    {
        "error", "errors", "error_code", "errorcode", "error_message", "message", "messages", "status", "statuscode",
        "status_code", "code", "detail", "details", "success", "exception", "timestamp", "path", "title", "type",
        "hint", "fault", "reset_time",
    }
)  # fmt: skip
_FAILED = frozenset({"error", "errors", "error_code", "errorcode", "exception", "fault", "error_message"})
_XML_ERRORS = (b"ServiceExceptionReport", b"ExceptionReport", b"<Error>", b"<error>")


def kind_of(sample: bytes) -> str:
    """The family of formats of a body, by its first bytes."""
    if not sample:
        return "empty"
    for magic, name in _MAGIC:
        if sample.startswith(magic):
            return name
    start = sample.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(start[:4096]):
        return "html"
    if _MARKUP.match(start[:64]):
        return "xml"
    if b"\x00" in sample[:4096] and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binary"
    return "json" if start.lstrip()[:1] in (b"{", b"[") else "text"


def media_type_of(kind: str) -> str | None:
    """The media type of a family; None when the first bytes do not tell one."""
    return _TYPES.get(kind)


def fault_of(sample: bytes, kind: str, *, format_: str, role: str, packed: bool, whole: bool) -> str | None:
    """What is wrong with a body that came with a good status; None when nothing is.

    ``packed`` tells that the address or the type speaks of a compressed file, whose inside may be the declared format.
    Results: ``empty``, ``error_page``, ``not_<format>``.
    """
    if kind == "empty" or not sample.strip():
        return "empty"
    if role not in ("data", "api"):
        return None
    expected = _EXPECTED.get(format_)
    if kind == "html":
        return None if format_ == "html" or (role == "api" and expected is None) else "error_page"
    if kind == "xml" and any(word in sample[:2048] for word in _XML_ERRORS):
        return "error_page"
    if kind == "json" and whole and _says_error(sample):
        return "error_page"
    if expected is None or kind in expected or (packed and kind in _PACKED):
        return _unreadable(sample, kind, format_, whole)
    return f"not_{format_}"


def _says_error(sample: bytes) -> bool:
    try:
        value = orjson.loads(sample)
    except orjson.JSONDecodeError:
        return False
    if not isinstance(value, dict) or not value:
        return False
    names = {str(name).lower() for name in value}
    failed = any(bool(value[name]) for name in value if str(name).lower() in _FAILED)
    return names <= _ERROR_WORDS and (failed or value.get("success") is False)


def _unreadable(sample: bytes, kind: str, format_: str, whole: bool) -> str | None:
    if kind == "json" and format_ in ("json", "geojson", "topojson", "jsonld") and whole:
        try:
            orjson.loads(sample.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError:
            return f"not_{format_}"
    if kind == "text" and format_ in ("csv", "tsv") and "\x00" in text_of(sample):
        return f"not_{format_}"
    return None
