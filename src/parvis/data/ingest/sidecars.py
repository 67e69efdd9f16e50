"""Descriptions that lie beside a file: a data package, an ISO record, or another dialect of metadata."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from parvis.core.errors import ParvisError
from parvis.data.metadata.description import Description
from parvis.data.metadata.dialects import read, recognise
from parvis.data.metadata.documents import LARGEST

_SHARED = ("datapackage.json", "croissant.json", "metadata.json", "metadata.xml")
_OWN = (".xml", ".json", ".jsonld")
_TEXTS = ("title", "description", "publisher", "license", "license_url", "language", "update_frequency", "created")
_MEMBERS = (*_TEXTS, "modified", "theme", "keyword", "territory", "bbox")
_COLUMN = ("name", "label", "description", "type", "unit")


def described(path: Path) -> dict[str, Any]:
    """Metadata by name that descriptions beside a file state, those of this very file first.

    A document that is no description, or that cannot be read, says nothing.
    """
    found: dict[str, Any] = {}
    for document in _documents(path):
        found = _stated(document) | found
    return found


def _documents(path: Path) -> Iterator[Path]:
    """``trees.csv.xml`` and ``trees.xml`` of ``trees.csv``, then the names that tell of a whole folder."""
    names = [f"{path.name}{end}" for end in _OWN] + [f"{path.stem}{end}" for end in _OWN]
    candidates = (path.with_name(name) for name in dict.fromkeys((*names, *_SHARED)) if name != path.name)
    yield from (candidate for candidate in candidates if candidate.is_file())


def _stated(document: Path) -> dict[str, Any]:
    try:
        if document.stat().st_size > LARGEST:
            return {}
        content = document.read_bytes()
        dialect = recognise(content, document.name)
        return _members(read(dialect, content)) if dialect is not None else {}
    except (OSError, ParvisError):
        return {}


def _members(description: Description) -> dict[str, Any]:
    """The members that a metadata file can state; columns when the description is that of one file."""
    values = {name: getattr(description, name) for name in _MEMBERS}
    found = {name: list(v) if isinstance(v, tuple) else v for name, v in values.items() if v}
    if description.creators:
        found["creator"] = description.creators[0].name
    if description.fields and len(description.distributions) == 1:
        columns = (field.to_dict() for field in description.fields)
        found["fields"] = [{name: column[name] for name in _COLUMN if name in column} for column in columns]
    return found
