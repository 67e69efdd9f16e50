"""A lane: one locked DuckDB instance, its attached files, its pool of cursors, its limits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import duckdb

from parvis.data.engine.attach import Attachments
from parvis.data.engine.runner import Cancellation, Running, Slots, Watchdog, supervised


class Lane:
    """Statements of one class. ``open_instance`` makes the instance, again after a fatal error."""

    def __init__(
        self,
        open_instance: Callable[[], duckdb.DuckDBPyConnection],
        capacity: int,
        slots: Slots,
        seconds: float,
        watchdog: Watchdog,
    ) -> None:
        self._open_instance = open_instance
        self._capacity = capacity
        self._slots = slots
        self._seconds = seconds
        self._watchdog = watchdog
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self._connection = self._open_instance()
        self.attachments = Attachments(self._connection, self._capacity)
        self._cursors: list[duckdb.DuckDBPyConnection] = []

    def restart(self) -> None:
        """Another instance for the next statements; those under way end with the old one."""
        with self._lock:
            self._start()

    @contextmanager
    def running(
        self,
        key: str,
        path: Path,
        cancel: Cancellation | None,
        *,
        slots: Slots | None = None,
        seconds: float | None = None,
        also: tuple[str, Path] | None = None,
    ) -> Iterator[Running]:
        """A cursor that can read this file, for the block; ``slots`` and ``seconds`` replace the lane's own.

        ``also`` is the key and the path of a second file.
        """
        if cancel is not None:
            cancel.check()
        with (slots or self._slots).take(cancel):
            with self._lock:
                attachments, pool = self.attachments, self._cursors
                cursor = pool.pop() if pool else self._connection.cursor()
            with (
                attachments.use(key, path),
                attachments.use(*also) if also else nullcontext(),
                supervised(cursor, seconds or self._seconds, self._watchdog, cancel, self.restart) as running,
            ):
                yield running
            pool.append(cursor)

    def fetch(
        self,
        key: str,
        path: Path,
        sql: str,
        parameters: Mapping[str, Any],
        cancel: Cancellation | None,
        *,
        also: tuple[str, Path] | None = None,
    ) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        with self.running(key, path, cancel, also=also) as running:
            return running.cursor.execute(sql, parameters or None).fetchall()

    def arrays(
        self, key: str, path: Path, sql: str, parameters: Mapping[str, Any], cancel: Cancellation | None
    ) -> Mapping[str, Any]:
        """All the columns of a statement, as numpy arrays."""
        with self.running(key, path, cancel) as running:
            return running.cursor.execute(sql, parameters or None).fetchnumpy()

    def ask(self, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of a short statement that reads no data file."""
        with self._lock:
            cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, parameters).fetchall()
        finally:
            cursor.close()

    def close(self) -> None:
        """Close the instance and its cursors."""
        for cursor in self._cursors:
            cursor.close()
        self._connection.close()
