"""Results kept in memory. A key names an immutable version, who sees it and the checked query: it is never stale."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Result = TypeVar("Result")


class ResultCache:
    """The results used last, up to ``cells`` values in all; one too big is not kept."""

    def __init__(self, cells: int = 2_000_000, largest: int = 50_000) -> None:
        self._cells = cells
        self._largest = largest
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Result], size: Callable[[Result], int]) -> Result:
        """The result kept under the key, else the one that ``make`` gives; ``size`` counts its cells."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                found: Result = kept[0]
                return found
        made = make()
        self._keep(key, made, size(made) + 1)
        return made

    def _keep(self, key: Hashable, result: Any, size: int) -> None:
        if size > self._largest:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (result, size)
            self._size += size
            while self._size > self._cells:
                _, (_, freed) = self._kept.popitem(last=False)
                self._size -= freed
