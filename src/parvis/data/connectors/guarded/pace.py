"""Politeness: one host is asked by one fetch at a time, not too often, and left alone when it says so."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from parvis.data.connectors.guarded.client import Fetched, GuardedClient
from parvis.data.connectors.guarded.deadline import Cancel, never
from parvis.data.connectors.guarded.errors import Cancelled, ComeBackLater, FetchError
from parvis.data.connectors.guarded.requests import Auth

_BUSY = frozenset({429, 502, 503, 504})
_SLICE = 0.1


@dataclass(frozen=True, slots=True)
class Pace:
    """How hosts are treated. Seconds.

    ``delay`` lies between two requests of one host; ``waits`` before each new try, up to a quarter longer;
    ``longest_wait`` is what a run waits when a host asks for it: beyond, the run ends and comes back.
    """

    delay: float = 1.0
    concurrency: int = 1
    waits: tuple[float, ...] = (2.0, 8.0, 32.0)
    longest_wait: float = 60.0


class PoliteClient:
    """A guarded client that spaces its requests and tries again what may work later. Shared between threads."""

    def __init__(self, client: GuardedClient, pace: Pace | None = None) -> None:
        self.client = client
        self.pace = pace or Pace()
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: Auth | None = None,
        body: bytes | None = None,
        cancel: Cancel = never,
        idempotent: bool | None = None,
    ) -> Iterator[Fetched]:
        """As GuardedClient.stream, tried again while the host is busy; a body once begun is not tried again.

        ``idempotent`` allows it (default: GET and HEAD). Raises ComeBackLater when the host asks for a long wait.
        """
        tries = (method.upper() in ("GET", "HEAD")) if idempotent is None else idempotent
        with self._host(url).slot(cancel):
            for wait in (*self.pace.waits, None) if tries else (None,):
                with ExitStack() as stack:
                    try:
                        self._host(url).space(self.pace.delay, cancel)
                        asked = self.client.stream(method, url, headers=headers, auth=auth, body=body, cancel=cancel)
                        fetched = stack.enter_context(asked)
                    except FetchError as error:
                        if wait is None or not error.transient:
                            raise
                        pause = _jittered(wait)
                    else:
                        if fetched.status not in _BUSY or (wait is None and not asked_wait(fetched.headers)):
                            yield fetched
                            return
                        pause = self._pause(fetched, wait)
                sleep(pause, cancel)

    def _pause(self, fetched: Fetched, wait: float | None) -> float:
        stated = asked_wait(fetched.headers)
        if stated is not None and (wait is None or stated > self.pace.longest_wait):
            raise ComeBackLater(
                f"The host is busy ({fetched.status}) and asks to come back in {stated:.0f} s", seconds=stated
            )
        return stated if stated is not None else _jittered(wait or 0.0)

    def _host(self, url: str) -> _Host:
        try:
            name = httpx.URL(url).netloc.decode("ascii")
        except (httpx.InvalidURL, ValueError):
            name = ""  # the client says what is wrong with it
        with self._lock:
            return self._hosts.setdefault(name, _Host(self.pace.concurrency))


class _Host:
    def __init__(self, concurrency: int) -> None:
        self._slots = threading.BoundedSemaphore(concurrency)
        self._lock = threading.Lock()
        self._free_at = 0.0

    @contextmanager
    def slot(self, cancel: Cancel) -> Iterator[None]:
        while not self._slots.acquire(timeout=_SLICE):
            if cancel():
                raise Cancelled("The fetch was cancelled")
        try:
            yield
        finally:
            self._slots.release()

    def space(self, delay: float, cancel: Cancel) -> None:
        with self._lock:
            start = max(time.monotonic(), self._free_at)
            self._free_at = start + delay
        sleep(start - time.monotonic(), cancel)


def asked_wait(headers: httpx.Headers) -> float | None:
    """Seconds that Retry-After asks for, in either of its forms; None when absent or unreadable."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return max(0.0, (instant - datetime.now(UTC)).total_seconds())


def sleep(seconds: float, cancel: Cancel) -> None:
    """Waits, and ends at once when cancelled. Raises Cancelled."""
    until = time.monotonic() + seconds
    while True:
        if cancel():
            raise Cancelled("The fetch was cancelled")
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, _SLICE))


def _jittered(seconds: float) -> float:
    return seconds * (1 + random.random() / 4)
