"""Which format a file has: by its content first, then by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

from parvis.data.ingest.errors import DamagedFile, EmptyFile, UnknownFormat

FORMATS = ("csv", "json", "jsonl", "geojson", "xlsx", "parquet")
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".json": "json",
    ".geojson": "geojson",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}
_HEAD = 64 << 10
_BINARY = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x1f\x8b": "a gzip archive",
}


def detect(path: Path, stated: str | None = None) -> str:
    """The format of a file, one of FORMATS.

    Raises EmptyFile, UnknownFormat, or DamagedFile when a stated format is contradicted by the content.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise EmptyFile(f"{path.name} is empty.")
    if stated is not None and stated not in FORMATS:
        raise UnknownFormat(f"{stated!r} is not a format that is read.", hint=f"one of {', '.join(FORMATS)}")
    found = _by_content(path, head)
    if stated is not None:
        if found in ("xlsx", "parquet") and found != stated:
            raise DamagedFile(f"{path.name} was announced as {stated} but it is {found}.")
        return stated
    return found or _SUFFIXES.get(path.suffix.lower(), "csv")


def _by_content(path: Path, head: bytes) -> str | None:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return _zip(path)
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            raise UnknownFormat(f"{path.name} is {what}, not a table.", hint="export the table as CSV")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] == b"[":
        return "json"
    if text[:1] == b"{":
        return _object(path, text)
    if text[:1] == b"<":
        raise UnknownFormat(f"{path.name} is XML or HTML, which is not read yet.", hint="export the table as CSV")
    return None


def _zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise DamagedFile(f"{path.name} is a cut or corrupt archive ({error}).", hint="send it again") from error
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise UnknownFormat(f"{path.name} is a zip archive, not a workbook.", hint="unpack it and publish the file inside")


def _object(path: Path, text: bytes) -> str:
    """An object at the top: GeoJSON, JSON Lines, or one JSON document."""
    if b'"FeatureCollection"' in text[:4096] or (b'"features"' in text and path.suffix.lower() == ".geojson"):
        return "geojson"
    first, newline, rest = text.partition(b"\n")
    lines = newline and first.rstrip().endswith(b"}") and (not rest.strip() or rest.lstrip()[:1] == b"{")
    return "jsonl" if lines or path.suffix.lower() in (".jsonl", ".ndjson") else "json"
