"""7z archives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import py7zr
from py7zr.exceptions import ArchiveError
from py7zr.io import Py7zIO, WriterFactory

from parvis.data.ingest.errors import DamagedFile, UnsafeArchive
from parvis.data.ingest.source.unpacking import Budget, placed


# The library has types in some of its versions only.
class _Member(Py7zIO):  # type: ignore[misc, unused-ignore]
    """A file being unpacked, whose size is counted as it comes."""

    def __init__(self, target: Path, budget: Budget) -> None:
        self._file = target.open("w+b")
        self._budget = budget
        self._length = 0

    def write(self, s: bytes | bytearray) -> int:
        self._budget.spend(len(s))
        self._length += len(s)
        return self._file.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._file.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def flush(self) -> None:
        self._file.flush()

    def size(self) -> int:
        return self._length

    def close(self) -> None:
        """Write what is still in memory."""
        self._file.close()


class _Folder(WriterFactory):  # type: ignore[misc, unused-ignore]
    def __init__(self, folder: Path, name: str, budget: Budget) -> None:
        self._folder, self._name, self._budget = folder, name, budget
        self.members: dict[Path, _Member] = {}

    def create(self, filename: str) -> Any:
        self._budget.member()
        target = placed(filename, self._folder, self._name)
        self.members[target] = _Member(target, self._budget)
        return self.members[target]


def extracted(path: Path, folder: Path, budget: Budget) -> list[Path]:
    """The files of the archive, below the folder. Errors: those of ``unpack``."""
    writers = _Folder(folder, path.name, budget)
    try:
        with py7zr.SevenZipFile(path) as archive:
            if archive.needs_password():
                raise DamagedFile(f"{path.name} asks for a password.", hint="pack it without password")
            for entry in archive.files:
                if entry.is_symlink or entry.is_junction:
                    raise UnsafeArchive(f"{path.name} holds a link: {entry.filename[:80]!r}.")
            archive.extractall(factory=writers)
    except (ArchiveError, EOFError, ValueError) as error:
        raise DamagedFile(f"{path.name} is a cut or corrupt 7z archive ({error}).", hint="send it again") from error
    finally:
        for member in writers.members.values():
            member.close()
    return list(writers.members)
