"""Files of a folder of this machine that the operator opened."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from parvis.data.connectors.files.interface import Fetch, InvalidSource, Option, Reach
from parvis.data.connectors.files.listing import PATTERN, TAKE, Remote, bring

_STEP = 1 << 20


class LocalFolder:
    """A folder below one of ``PARVIS_FETCH_FOLDERS``."""

    name: ClassVar[str] = "folder"
    title: ClassVar[str] = "Folder of this machine"
    help: ClassVar[str] = "Files of a folder that the operator has opened with `PARVIS_FETCH_FOLDERS`."
    options: ClassVar[tuple[Option, ...]] = (
        Option("path", "The folder.", required=True, example="/srv/exchange/finance"),
        PATTERN,
        TAKE,
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._path = Path(options["path"])
        self._pattern, self._take = options["pattern"], options["take"]
        if not self._path.is_absolute():
            raise InvalidSource("path is not absolute")

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind. Raises InvalidSource for a folder that is not open, links out of it included."""
        root = self._path.resolve()
        if not any(root.is_relative_to(folder.resolve()) for folder in reach.folders):
            raise InvalidSource(
                f"{self._path} may not be read", hint="the operator opens folders with PARVIS_FETCH_FOLDERS"
            )
        if not root.is_dir():
            raise InvalidSource(f"there is no folder {self._path}")
        return bring(_files(root), self._pattern, self._take, state, target, reach, lambda r: _read(root / r.name))


def _files(root: Path) -> Iterator[Remote]:
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder) / name
            if path.is_symlink() or not path.is_file():
                continue
            seen = path.stat()
            relative = path.relative_to(root).as_posix()
            yield Remote(relative, seen.st_size, seen.st_mtime, f"{seen.st_size}:{seen.st_mtime_ns}")


def _read(path: Path) -> Iterator[bytes]:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        while chunk := file.read(_STEP):
            yield chunk
