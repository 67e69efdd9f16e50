"""Many addresses on many hosts: each host one after the other, hosts beside each other, within a time."""

from __future__ import annotations

import heapq
import itertools
import queue
import threading
import time
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from parvis.data.connectors.guarded.deadline import Cancel, never
from parvis.data.connectors.guarded.errors import Cancelled
from parvis.data.connectors.probe.facts import Check, Seen
from parvis.data.connectors.probe.manners import host_of
from parvis.data.connectors.probe.prober import Prober
from parvis.data.trust.targets import Target

_K = TypeVar("_K", bound=Hashable)
THREADS = 32
_SLICE = 0.1


@dataclass(frozen=True, slots=True)
class Asked(Generic[_K]):
    """One address to check: ``key`` is the caller's name of it."""

    key: _K
    target: Target
    seen: Seen | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Told(Generic[_K]):
    """What came of it."""

    key: _K
    check: Check
    seen: Seen


def checked(
    prober: Prober, asked: Iterable[Asked[_K]], *, seconds: float, threads: int = THREADS, cancel: Cancel = never
) -> Iterator[Told[_K]]:
    """Check them, yielding each as it ends. After so many seconds, or when cancelled, no further one is begun.

    What was not begun is simply not told. Closing the iterator cancels what runs.
    """
    end = time.monotonic() + seconds
    stopped = threading.Event()

    def enough() -> bool:
        return stopped.is_set() or cancel()

    turns = _Turns(prober, asked, end, enough)
    told: queue.SimpleQueue[Told[_K] | None] = queue.SimpleQueue()
    workers = [
        threading.Thread(target=turns.work, args=(told,), name="probe", daemon=True)
        for _ in range(min(threads, turns.hosts))
    ]
    for worker in workers:
        worker.start()
    try:
        left = len(workers)
        while left:
            found = told.get()
            if found is None:
                left -= 1
            else:
                yield found
    finally:
        stopped.set()
        for worker in workers:
            worker.join()


class _Turns(Generic[_K]):
    """Hosts by the instant at which they may be asked again; a thread takes the first and asks it once."""

    def __init__(self, prober: Prober, asked: Iterable[Asked[_K]], end: float, enough: Cancel) -> None:
        self._prober, self._end, self._enough = prober, end, enough
        self._waiting: dict[str, deque[Asked[_K]]] = defaultdict(deque)
        for one in asked:
            self._waiting[host_of(one.target.url)].append(one)
        self.hosts = len(self._waiting)
        self._numbers = itertools.count()
        self._heap = [(0.0, next(self._numbers), host) for host in self._waiting]
        self._running = 0
        self._changed = threading.Condition()

    def work(self, told: queue.SimpleQueue[Told[_K] | None]) -> None:
        """Ask until nothing is left, telling what came; None at the end."""
        try:
            while (host := self._next()) is not None:
                one = self._waiting[host].popleft()
                try:
                    check, seen = self._prober.check(one.target, one.seen, version=one.version, cancel=self._enough)
                    told.put(Told(one.key, check, seen))
                except Cancelled:
                    return
                finally:
                    self._back(host)
        finally:
            told.put(None)

    def _next(self) -> str | None:
        with self._changed:
            while not self._enough() and time.monotonic() < self._end and (self._heap or self._running):
                pause = self._heap[0][0] - time.monotonic() if self._heap else _SLICE
                if self._heap and pause <= 0:
                    self._running += 1
                    return heapq.heappop(self._heap)[2]
                self._changed.wait(min(pause, _SLICE))
            return None

    def _back(self, host: str) -> None:
        with self._changed:
            self._running -= 1
            if self._waiting[host]:
                heapq.heappush(self._heap, (self._prober.manners.ready_at(host), next(self._numbers), host))
            self._changed.notify()
