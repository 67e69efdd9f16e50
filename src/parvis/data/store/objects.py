"""Objects: whole, immutable files found by key. What every kind of store offers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol


class Objects(Protocol):
    """A store of objects.

    Keys are relative paths of ``[A-Za-z0-9._-]`` segments; ValueError for others. Putting is atomic and durable:
    after it returns the object survives a power cut, before it nobody sees a part of it.
    """

    def put_bytes(self, key: str, data: bytes) -> None:
        """Store these bytes."""

    def put_file(self, key: str, path: Path) -> None:
        """Store this file, which is consumed: the path no longer exists afterwards."""

    def put_folder(self, prefix: str, folder: Path) -> None:
        """Store every file of a folder below the prefix, whole or not at all; the folder is consumed."""

    def get(self, key: str) -> bytes:
        """The bytes; FileNotFoundError when absent."""

    def local_path(self, key: str) -> Path:
        """Where the object (or the folder of that prefix) can be read as a file; it need not exist yet."""

    def exists(self, key: str) -> bool:
        """Whether the object, or an object below that prefix, exists."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Keys equal to the prefix or below it, in order."""

    def size(self, key: str) -> int:
        """Size in bytes; FileNotFoundError when absent."""

    def delete(self, prefix: str) -> None:
        """Remove the object of that key and everything below it; nothing happens when there is none."""

    def sweep(self, older_than: timedelta) -> int:
        """Remove what interrupted puts left behind, when it is older than this; returns how many files."""
