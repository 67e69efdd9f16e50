"""XML documents: what none may hold."""

from __future__ import annotations

from pathlib import Path

from parvis.data.ingest.errors import DamagedFile

_CHUNK = 1 << 20
_DECLARED = "<!ENTITY"
_MARKS = tuple(_DECLARED.encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def check_document(path: Path) -> None:
    """Raises DamagedFile for a document that declares entities: they multiply, or fetch other files."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            block = tail + chunk
            if any(mark in block for mark in _MARKS):
                message = f"{path.name} declares XML entities, which are not read."
                raise DamagedFile(message, hint="export it without a document type")
            tail = block[-32:]
