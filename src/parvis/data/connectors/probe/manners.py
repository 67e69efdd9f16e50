"""How often a host may be asked: one request at a time, spaced, so many in a while, and none while it rests."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from parvis.data.connectors.guarded.deadline import Cancel, never
from parvis.data.connectors.guarded.errors import Cancelled
from parvis.data.connectors.guarded.pace import sleep

_SLICE = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds between two requests of a host, and at most ``most`` requests in ``window`` seconds."""

    delay: float = 1.0
    most: int = 120
    window: float = 360.0


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    rests_until: float = 0.0
    delay: float = 0.0
    asked: deque[float] = field(default_factory=deque)


class Manners:
    """The hosts that were asked by this process; shared between threads. ``own`` hosts are ours: not spaced."""

    def __init__(self, limits: Limits | None = None, *, own: frozenset[str] = frozenset()) -> None:
        self.limits = limits or Limits()
        self.own = own
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    @contextmanager
    def alone(self, host: str, cancel: Cancel = never) -> Iterator[None]:
        """While inside, nobody else asks this host. Raises Cancelled."""
        lock = self._host(host).lock
        while not lock.acquire(timeout=_SLICE):
            if cancel():
                raise Cancelled("The check was cancelled")
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def turn(self, host: str, cancel: Cancel = never) -> Iterator[None]:
        """Wait until the host may be asked again; what is done inside is one request. Raises Cancelled.

        The pause begins when the answer has ended, so that the time of the way never shortens it.
        """
        sleep(self.ready_at(host) - time.monotonic(), cancel)
        found = self._host(host)
        with self._guard:
            found.asked.append(time.monotonic())
        try:
            yield
        finally:
            with self._guard:
                found.free_at = time.monotonic() + (0.0 if host in self.own else max(self.limits.delay, found.delay))

    def ready_at(self, host: str) -> float:
        """When the host may be asked next, on the monotonic clock."""
        found = self._host(host)
        if host in self.own:
            return found.free_at
        with self._guard:
            since = time.monotonic() - self.limits.window
            while found.asked and found.asked[0] < since:
                found.asked.popleft()
            full = len(found.asked) >= self.limits.most
            return max(found.free_at, found.asked[-self.limits.most] + self.limits.window if full else 0.0)

    def rest(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long: it asked for it."""
        found = self._host(host)
        found.rests_until = max(found.rests_until, time.monotonic() + seconds)

    def rests(self, host: str) -> float:
        """Seconds for which the host still wants to be left alone; 0 when it does not."""
        return max(0.0, self._host(host).rests_until - time.monotonic())

    def slower(self, host: str, delay: float) -> None:
        """The host wants so many seconds between two requests."""
        self._host(host).delay = delay

    def _host(self, host: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(host, _Host())


def host_of(url: str) -> str:
    """The host of an address, in lower case; empty when it cannot be read."""
    try:
        return httpx.URL(url).host.lower()
    except (httpx.InvalidURL, ValueError):
        return ""
