"""What a file says of itself: title, description, author, words. Suggestions for the curator, never applied alone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from lxml import etree

from parvis.data.ingest.sidecars import described

Reader = Callable[[Path], Mapping[str, Any]]
_LARGEST = 1 << 20
_PROPERTIES = {"title": "title", "creator": "creator", "description": "description", "subject": "subject"}
_PROPERTIES |= {"keywords": "keyword", "keyword": "keyword", "modified": "modified", "language": "language"}
_KEYS = ("title", "description", "license", "publisher", "creator", "keywords", "source", "attribution")


def suggestions(path: Path, format_: str, sidecars: Mapping[str, Reader] | None = None) -> dict[str, Any]:
    """Metadata by name (title, description, creator, keyword…) that the file holds, or a file beside it.

    ``sidecars`` are the readers of descriptions by the end of their file's name (``datapackage.json``, ``.xml``); what
    they tell goes over the descriptions that are known of themselves, and these over what the file says. A description
    that cannot be read says nothing.
    """
    found: dict[str, Any] = described(path)
    for name, reader in (sidecars or {}).items():
        for beside in sorted(path.parent.glob(f"*{name}")):
            try:
                found |= {key: value for key, value in reader(beside).items() if value}
            except (ValueError, OSError, KeyError):
                continue
    own = _OWN.get(format_)
    try:
        return {**(own(path) if own else {}), **found}
    except (zipfile.BadZipFile, etree.XMLSyntaxError, pa.ArrowException, OSError, ValueError, KeyError):
        return found


def _workbook(path: Path) -> dict[str, Any]:
    return _properties(path, "docProps/core.xml")


def _open_document(path: Path) -> dict[str, Any]:
    return _properties(path, "meta.xml")


def _properties(path: Path, member: str) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        if member not in archive.namelist() or archive.getinfo(member).file_size > _LARGEST:
            return {}
        text = archive.read(member)
    if b"<!ENTITY" in text:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    found: dict[str, Any] = {}
    for element in etree.fromstring(text, parser).iter():
        if not isinstance(element.tag, str):
            continue
        name = _PROPERTIES.get(etree.QName(element).localname)
        value = (element.text or "").strip()
        if name == "keyword" and value:
            found.setdefault(name, []).extend(
                word.strip() for word in value.replace(";", ",").split(",") if word.strip()
            )
        elif name and value:
            found.setdefault(name, value)
    return found


def _parquet(path: Path) -> dict[str, Any]:
    held = pq.read_metadata(path).metadata or {}
    texts = {key.decode("utf-8", "replace"): value for key, value in held.items() if len(value) < _LARGEST}
    return {name: _text(texts[name]) for name in _KEYS if name in texts}


def _text(value: bytes) -> Any:
    """JSON when it is a list or a text in quotes, else the text."""
    if value[:1] in (b"[", b'"'):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            pass
    return value.decode("utf-8", "replace")


_OWN: Mapping[str, Callable[[Path], dict[str, Any]]] = {
    "xlsx": _workbook,
    "ods": _open_document,
    "parquet": _parquet,
}
