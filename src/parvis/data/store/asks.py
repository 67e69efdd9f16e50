"""Checks that anybody asked for, kept on disk until a worker takes them: the read side writes no database."""

from __future__ import annotations

import re
import time
from pathlib import Path

from parvis.core.errors import Overloaded
from parvis.data.store import durable

EVERY_SECONDS = 86_400
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}")
_WAITING, _TAKEN = b"waiting", b"taken"


class CheckedRecently(Overloaded):
    """The addresses of this dataset were asked for not long ago; ``retry_after`` says when to come back."""

    code = "CheckedRecently"
    status = 429


class Asks:
    """One file a dataset, whose time is when it was last asked for. ``home`` is the data folder."""

    def __init__(self, home: Path) -> None:
        self._root = home / "spool" / "checks"

    def put(self, uid: str) -> None:
        """Ask for the checks of a dataset.

        Raises CheckedRecently when it was asked for within a day, ValueError for what is no identifier, OSError.
        """
        path = self._path(uid)
        left = int(self._at(path) + EVERY_SECONDS - time.time()) + 1
        if left > 0:
            raise CheckedRecently(
                "The addresses of this dataset were checked on demand within a day.", retry_after=left
            )
        durable.make_folder(self._root)
        durable.write_bytes(path, _WAITING)

    def take(self) -> list[str]:
        """The datasets that wait, now taken."""
        if not self._root.is_dir():
            return []
        waiting = [path for path in sorted(self._root.iterdir()) if _NAME.fullmatch(path.name) and _waits(path)]
        for path in waiting:
            durable.write_bytes(path, _TAKEN)
        return [path.name for path in waiting]

    def _path(self, uid: str) -> Path:
        if not _NAME.fullmatch(uid):
            raise ValueError(f"{uid[:60]!r} is not an identifier")
        return self._root / uid

    @staticmethod
    def _at(path: Path) -> float:
        try:
            return path.stat().st_mtime
        except FileNotFoundError:
            return 0.0


def _waits(path: Path) -> bool:
    return path.read_bytes() == _WAITING
