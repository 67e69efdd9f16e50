"""Data files attached to an instance: lazily, read-only, the least recently used detached first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import duckdb

from parvis.data.engine.errors import DataUnavailable
from parvis.data.engine.sandbox import quoted


def catalog_name(key: str) -> str:
    """The name under which the file of a version is attached: the same in every instance, so that SQL can be cached."""
    return "d" + blake2b(key.encode(), digest_size=12).hexdigest()


class Attachments:
    """The attached files of one instance."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, capacity: int) -> None:
        self._connection = connection
        self._capacity = capacity
        self._lock = threading.Lock()
        self._uses: OrderedDict[str, int] = OrderedDict()

    @contextmanager
    def use(self, key: str, path: Path) -> Iterator[str]:
        """The catalog name of a file, which stays attached inside the block.

        Raises DataUnavailable when the file is missing or unreadable.
        """
        name = catalog_name(key)
        with self._lock:
            if name not in self._uses:
                self._attach(name, path)
            self._uses[name] = self._uses.get(name, 0) + 1
            self._uses.move_to_end(name)
        try:
            yield name
        finally:
            with self._lock:
                self._uses[name] -= 1

    def _attach(self, name: str, path: Path) -> None:
        self._make_room()
        try:
            self._connection.execute(f'ATTACH {quoted(path.resolve())} AS "{name}" (READ_ONLY)')
        except duckdb.Error as error:
            raise DataUnavailable("The data of this dataset cannot be read now.", hint="Try again later.") from error

    def _make_room(self) -> None:
        while len(self._uses) >= self._capacity:
            idle = next((name for name, uses in self._uses.items() if uses == 0), None)
            if idle is None:
                return
            self._connection.execute(f'DETACH "{idle}"')
            del self._uses[idle]

    def forget(self, key: str) -> None:
        """Detach a file that nothing uses any more."""
        name = catalog_name(key)
        with self._lock:
            if self._uses.get(name) == 0:
                self._connection.execute(f'DETACH "{name}"')
                del self._uses[name]

    def __len__(self) -> int:
        return len(self._uses)
