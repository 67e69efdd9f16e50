"""Which format a file has: its content tells, its name only where two formats look alike."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from parvis.data.ingest.errors import DamagedFile, EmptyFile, UnknownFormat
from parvis.data.ingest.source.encoding import announced

FORMATS = ("csv", "json", "jsonl", "geojson", "xlsx", "parquet")
_READ = f"one of {', '.join(FORMATS)}"
_HEAD = 64 << 10
_NOTHING = (b"[]", b"{}", b"[{}]")
_AS_CSV = "export the table as CSV"
_INSIDE = "unpack it and publish the file inside"
_OTHERS = {
    b"%PDF": ("a PDF document, not a table", _AS_CSV),
    b"\x89PNG": ("an image, not a table", _AS_CSV),
    b"\xff\xd8\xff": ("an image, not a table", _AS_CSV),
    b"\x1f\x8b": ("a gzip archive", _INSIDE),
    b"7z\xbc\xaf": ("a 7z archive", _INSIDE),
    b"BZh91AY": ("a bzip2 archive", _INSIDE),
    b"\xd0\xcf\x11\xe0": ("an old workbook (.xls)", "save it as .xlsx"),
    b"\x00\x00\x27\x0a": ("a shapefile, which is not read yet", "export the layer as GeoJSON"),
    b"SQLite format 3": ("a database, which is not read yet", _AS_CSV),
    b"BEGIN:VCALENDAR": ("a calendar, which is not read yet", _AS_CSV),
}
# Control characters that no text has, NUL aside (UTF-16 has it).
_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_BINARY_SHARE = 0.01


_XML = re.compile(rb"<[?!A-Za-z]")
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
        if found in ("xlsx", "parquet") and found != stated:
            raise DamagedFile(f"{path.name} was announced as {stated} but it is {found}.")
        return stated
    # What is not of another format is a text: a wrong extension does not matter.
    return found or "csv"


def _by_content(path: Path, head: bytes) -> str | None:
    if head.startswith(b"PAR1"):
        return "parquet"
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
        raise UnknownFormat(f"{path.name} is XML or HTML, which is not read yet.", hint=_AS_CSV)
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
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise DamagedFile(f"{path.name} is a cut or corrupt archive ({error}).", hint="send it again") from error
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise UnknownFormat(f"{path.name} is a zip archive, not a workbook.", hint=_INSIDE)


def _object(path: Path, text: bytes) -> str:
    """An object at the top: GeoJSON, JSON Lines, or one JSON document."""
    if _GEOJSON.match(text) or b'"FeatureCollection"' in text[:4096]:
        return "geojson"
    if b'"features"' in text and path.suffix.lower() == ".geojson":
        return "geojson"
    first, newline, rest = text.partition(b"\n")
    lines = newline and first.rstrip().endswith(b"}") and (not rest.strip() or rest.lstrip()[:1] == b"{")
    return "jsonl" if lines or path.suffix.lower() in (".jsonl", ".ndjson") else "json"
