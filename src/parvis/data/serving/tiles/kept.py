"""Places kept in memory between tiles: made once whoever asks first, the least recently used forgotten first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from parvis.data.engine.engine import Cancellation
from parvis.data.serving.tiles.places import Places

CAPACITY = 384 << 20
_WAIT = 0.05


class KeptPlaces:
    """Places by key, up to ``capacity`` bytes in all; the last one is kept whatever its size. Thread-safe."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[Hashable, Places] = OrderedDict()
        self._making: set[Hashable] = set()
        self._turns = threading.Condition()

    def get(self, key: Hashable, make: Callable[[], Places], cancel: Cancellation | None = None) -> Places:
        """The places of the key; who asks for some that are being made waits for them."""
        with self._turn(key, cancel):
            found = self._find(key)
            if found is None:
                found = make()
                self._keep(key, found)
            return found

    def _find(self, key: Hashable) -> Places | None:
        with self._turns:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: Hashable, places: Places) -> None:
        with self._turns:
            self._kept[key] = places
            size = sum(kept.nbytes for kept in self._kept.values())
            while size > self._capacity and len(self._kept) > 1:
                _, forgotten = self._kept.popitem(last=False)
                size -= forgotten.nbytes

    @contextmanager
    def _turn(self, key: Hashable, cancel: Cancellation | None) -> Iterator[None]:
        with self._turns:
            while key in self._making:
                self._turns.wait(_WAIT)
                if cancel is not None:
                    cancel.check()
            self._making.add(key)
        try:
            yield
        finally:
            with self._turns:
                self._making.discard(key)
                self._turns.notify_all()
