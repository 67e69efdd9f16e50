"""Archives that are the same each time, made as they are read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, cast

FLUSHED = 1 << 17
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class Sink:
    """What a packer writes, until it is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Keep these bytes."""
        self._pieces.append(bytes(data))
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is written is there."""

    def waiting(self) -> bool:
        """Whether there is enough to send."""
        return self._size > FLUSHED

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces, self._size = [], 0
        return taken


def zipped(entries: Iterable[tuple[str, Iterable[bytes], bool]], at: datetime) -> Iterator[bytes]:
    """A zip archive of (name, content, whether to compress); every entry bears the date of the version."""
    sink = Sink()
    with zipfile.ZipFile(cast(IO[bytes], sink), "w") as archive:
        for name, content, packed in entries:
            with archive.open(_entry(name, at, packed), "w", force_zip64=packed) as entry:
                for chunk in content:
                    entry.write(chunk)
                    if sink.waiting():
                        yield sink.take()
    yield sink.take()


def _entry(name: str, at: datetime, packed: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, max(_EARLIEST, at.timetuple()[:6]))
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    return entry


def chunks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file."""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


def grouped(pieces: Iterable[str]) -> Iterator[bytes]:
    """Pieces of text in UTF-8, joined into chunks worth sending; the first one leaves at once."""
    waiting: list[str] = []
    size, enough = 0, 1 << 10
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > enough:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, size, enough = [], 0, FLUSHED
    if waiting:
        yield "".join(waiting).encode("utf-8", "replace")
