"""The feed: an ordered, durable log in one file. A line that is there whole is a commit."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from parvis.core.clock import iso, now
from parvis.core.errors import ParvisError
from parvis.data.store import durable
from parvis.data.store.entries import Entry
from parvis.data.store.feed_lines import Line, decode, encode

# More bytes than the last whole line and a torn one behind it can have.
_LONGEST_TAIL = 1 << 20


class FeedCorrupted(ParvisError):
    """A line inside the feed is damaged: restore ``feed.jsonl`` from a backup."""

    code = "FeedCorrupted"


class Feed:
    """Appends to and reads from ``path``; safe for many processes and threads on one machine.

    A last line that a crash has torn is invisible to readers and cut by the next append.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._tokens: dict[str, int] = {}
        self._appender = FeedCursor(self)
        # Sequence number of the last line read, and the offset after it: where the usual next read starts.
        self._mark = (0, 0)

    def append(self, entry: Entry, *, token: str | None = None) -> int:
        """Write one line and return its sequence number; it is on disk when this returns.

        A token that is already in the feed writes nothing and returns the number of its line.
        Errors: OSError when the disk refuses; the feed is then as before.
        """
        with self._lock, held(self.path, fcntl.LOCK_EX) as descriptor:
            for line in self._appender.lines(locked=True):
                if line.token is not None:
                    self._tokens[line.token] = line.seq
            if token is not None and token in self._tokens:
                return self._tokens[token]
            seq = self._appender.seq + 1
            write_at(descriptor, self._appender.offset, encode(seq, iso(now()), token, entry))
            return seq

    def read(self, after: int = 0) -> list[tuple[int, str, Entry]]:
        """Entries after that sequence number, with their number and instant. Costs one stat when there is none."""
        seq, offset = self._mark
        cursor = FeedCursor(self, seq, offset) if seq <= after else FeedCursor(self)
        lines = [line for line in cursor.lines() if line.seq > after]
        found = [(line.seq, line.at, entry) for line in lines if (entry := line.entry()) is not None]
        # Lines of unknown kinds are passed over for good: the caller never learns their numbers.
        self._mark = (found[-1][0] if found else min(after, cursor.seq), cursor.offset)
        return found

    def cursor(self) -> FeedCursor:
        """A reader of its own from the start, which remembers where it is."""
        return FeedCursor(self)

    def last(self) -> int:
        """Sequence number of the last whole line, 0 when there is none. Reads the end of the file only."""
        try:
            with self.path.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST_TAIL))
                lines = file.read().split(b"\n")
        except FileNotFoundError:
            return 0
        whole = (line for raw in reversed(lines) if (line := decode(raw)) is not None)
        found = next(whole, None)
        return found.seq if found else 0


class FeedCursor:
    """A position in the feed: the number of the last line read and the offset after it, in bytes."""

    def __init__(self, feed: Feed, seq: int = 0, offset: int = 0) -> None:
        self.feed = feed
        self.seq = seq
        self.offset = offset

    def lines(self, *, locked: bool = False) -> list[Line]:
        """Whole lines that are new since the last call; ``locked``: the caller holds the file.

        Raises FeedCorrupted when a damaged line has others behind it.
        """
        if not self._grown():
            return []
        found, rest = self._take()
        if len(rest) > 1 and not locked:
            # Perhaps an append was cutting a torn line while we read: look again while nobody appends.
            with held(self.feed.path, fcntl.LOCK_SH):
                more, rest = self._take()
            found += more
        if len(rest) > 1:
            raise FeedCorrupted(
                f"the line after number {self.seq} of {self.feed.path} is damaged",
                hint="restore feed.jsonl from a backup",
            )
        return found

    def _grown(self) -> bool:
        """Whether there is something to read."""
        try:
            size = self.feed.path.stat().st_size
        except FileNotFoundError:
            return False
        if size < self.offset:
            # Only a restored backup makes a feed shorter than whole lines already read.
            self.seq = self.offset = 0
        return size > self.offset

    def _take(self) -> tuple[list[Line], list[bytes]]:
        """Whole lines from here on, and the raw lines from the first that is not."""
        with self.feed.path.open("rb") as file:
            file.seek(self.offset)
            raw_lines = file.readlines()
        found: list[Line] = []
        for raw in raw_lines:
            line = decode(raw[:-1]) if raw.endswith(b"\n") else None
            if line is None:
                break
            self.seq = line.seq
            self.offset += len(raw)
            found.append(line)
        return found, raw_lines[len(found) :]


@contextmanager
def held(path: Path, how: int) -> Iterator[int]:
    """Descriptor of the file, created when absent; held alone (``fcntl.LOCK_EX``) or with readers (``LOCK_SH``)."""
    new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if new:
            durable.sync_folder(path.parent)
        fcntl.flock(descriptor, how)
        yield descriptor
    finally:
        os.close(descriptor)


def write_at(descriptor: int, offset: int, data: bytes) -> None:
    """Replace all after the offset (a torn line at most) by the data, durably; cut back when that fails."""
    os.ftruncate(descriptor, offset)
    try:
        written = os.pwrite(descriptor, data, offset)
        if written != len(data):
            raise OSError(f"only {written} of {len(data)} bytes of a feed line could be written: is the disk full?")
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, offset)
        raise
