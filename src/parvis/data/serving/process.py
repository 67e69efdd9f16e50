"""The reader of this process."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from parvis.data.serving.reader import Reader

_lock = threading.Lock()
_reader: Reader | None = None


def reader() -> Reader:
    """The reader of this process, opened on first use from ``PARVIS_HOME`` and following the feed."""
    global _reader
    with _lock:
        if _reader is None:
            _reader = Reader.open(Path(os.environ.get("PARVIS_HOME") or "./parvis-data").expanduser().absolute())
            _reader.start()
        return _reader


def use(other: Reader | None) -> None:
    """Make another reader the one of this process (None: opened again on next use)."""
    global _reader
    with _lock:
        _reader = other
