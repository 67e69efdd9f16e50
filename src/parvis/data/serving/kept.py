"""Whole exports kept on disk for the next who asks: the least recently asked leave first."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

logger = logging.getLogger(__name__)
CAPACITY = 4 << 30
# Folders of whole exports, and of those of single queries, below the one for temporary files.
WHOLE, ASKED = "exports", "exports-asked"
_READ = 1 << 20
_TURNS = threading.Condition()
_making: set[str] = set()


class KeptFiles:
    """Files by name in a folder, up to ``capacity`` bytes in all; safe for many processes."""

    def __init__(self, folder: Path, capacity: int = CAPACITY) -> None:
        self._folder = folder
        self._sums = folder.with_name(f"{folder.name}-checksums")
        self._capacity = capacity

    def find(self, name: str) -> Path | None:
        """The file, marked as used, or None."""
        path = self._folder / name
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def checksum(self, name: str) -> str | None:
        """SHA-256 of a file that is kept, in hexadecimal; None for one that is not."""
        try:
            return (self._sums / name).read_text() if (self._folder / name).exists() else None
        except OSError:
            return None

    def made(self, name: str, chunks: Iterable[bytes], check: Callable[[], None] | None = None) -> Path | None:
        """The file, made now when it is not there; who asks for one that is being made waits for it.

        ``check`` is called while waiting, to raise when the caller has left. None when the file cannot be kept.
        """
        with self._turn(name, check):
            found = self.find(name)
            if found is not None:
                return found
            with closing(self.keeping(name, chunks)) as passing:
                for _ in passing:
                    if check is not None:
                        check()
            return self.find(name)

    @contextmanager
    def _turn(self, name: str, check: Callable[[], None] | None) -> Iterator[None]:
        key = str(self._folder / name)
        while True:
            with _TURNS:
                if key not in _making:
                    _making.add(key)
                    break
                _TURNS.wait(0.1)
            if check is not None:
                check()
        try:
            yield
        finally:
            with _TURNS:
                _making.discard(key)
                _TURNS.notify_all()

    def keeping(self, name: str, chunks: Iterable[bytes]) -> Generator[bytes, None, None]:
        """The chunks, written beside as they pass; the file appears when the last one has.

        A disk that refuses stops the keeping, not the chunks.
        """
        path = self._folder / name
        draft = path.with_name(f".{name}.{secrets.token_hex(4)}")
        file = self._opened(draft)
        try:
            written, sum_ = 0, hashlib.sha256()
            for chunk in chunks:
                written += len(chunk)
                sum_.update(chunk)
                file = self._write(file, chunk, written)
                yield chunk
            if file is not None:
                file.close()
                self._note(name, sum_.hexdigest())
                os.replace(draft, path)
                self._make_room()
        finally:
            if file is not None:
                file.close()
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _note(self, name: str, checksum: str) -> None:
        with suppress(OSError):
            self._sums.mkdir(parents=True, exist_ok=True)
            (self._sums / name).write_text(checksum)

    def _opened(self, draft: Path) -> BinaryIO | None:
        try:
            draft.parent.mkdir(parents=True, exist_ok=True)
            return draft.open("wb")
        except OSError:
            logger.exception("an export cannot be kept")
            return None

    def _write(self, file: BinaryIO | None, chunk: bytes, written: int) -> BinaryIO | None:
        if file is None:
            return None
        if written > self._capacity // 2:
            file.close()
            return None
        try:
            file.write(chunk)
        except OSError:
            logger.exception("an export cannot be kept")
            file.close()
            return None
        return file

    def _make_room(self) -> None:
        """Remove the files used longest ago, until the others fit."""
        found = []
        for path in self._folder.iterdir():
            with suppress(OSError):
                found.append((path.stat().st_mtime, path.stat().st_size, path))
        size = sum(entry[1] for entry in found)
        for _, length, path in sorted(found):
            if size <= self._capacity:
                return
            path.unlink(missing_ok=True)
            (self._sums / path.name).unlink(missing_ok=True)
            size -= length


def forget(temporary: Path, before: float) -> int:
    """Remove the kept files that nobody has asked for since that time (seconds of the epoch); returns how many.

    Those of a version that was deleted are among them: nobody can ask for them any more.
    """
    count = 0
    for path in (p for name in (WHOLE, ASKED) for p in (temporary / name).glob("*")):
        with suppress(OSError):
            # One that is being written has a hidden name.
            if not path.name.startswith(".") and path.stat().st_mtime < before:
                path.unlink()
                count += 1
    return count


def chunks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file."""
    with path.open("rb") as file:
        while chunk := file.read(_READ):
            yield chunk
