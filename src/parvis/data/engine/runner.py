"""Statements under a budget: admission by lane, time limits, cancellation, errors without SQL."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from parvis.core.errors import Overloaded, ParvisError, QueryOverBudget
from parvis.data.engine.errors import DataUnavailable, NumberOutOfRange, QueryCancelled

logger = logging.getLogger(__name__)
_TICK = 0.02


class Cancellation:
    """Lets another thread stop a query: :meth:`cancel` interrupts what runs and what would run next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[Running] = set()
        self.cancelled = False

    def cancel(self) -> None:
        """Stop; safe from any thread, more than once."""
        with self._lock:
            self.cancelled = True
            running = list(self._running)
        for statement in running:
            statement.stop("cancelled")

    def check(self) -> None:
        """Raise QueryCancelled once cancelled."""
        if self.cancelled:
            raise QueryCancelled("The caller left before the answer.")

    def add(self, running: Running) -> None:
        """Follow a statement."""
        with self._lock:
            self._running.add(running)
        if self.cancelled:
            running.stop("cancelled")

    def remove(self, running: Running) -> None:
        """Forget a statement."""
        with self._lock:
            self._running.discard(running)


class Running:
    """One cursor at work until a deadline (monotonic seconds)."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, deadline: float) -> None:
        self.cursor = cursor
        self.deadline = deadline
        self.reason: str | None = None
        self._lock = threading.Lock()
        self._active = True

    def stop(self, reason: str) -> None:
        """Interrupt, unless it has ended: a cursor that serves the next query must not be hit."""
        with self._lock:
            if self._active:
                self.reason = self.reason or reason
                self.cursor.interrupt()

    def end(self) -> None:
        """No interrupt from now on."""
        with self._lock:
            self._active = False


class Watchdog:
    """One thread that stops what passes its deadline; an interrupt that came too early is repeated."""

    def __init__(self) -> None:
        self._running: set[Running] = set()
        self._wake = threading.Event()
        self._closed = False
        threading.Thread(target=self._watch, name="engine-watchdog", daemon=True).start()

    def add(self, running: Running) -> None:
        """Watch a statement."""
        self._running.add(running)
        if not self._wake.is_set():
            self._wake.set()

    def remove(self, running: Running) -> None:
        """Stop watching."""
        self._running.discard(running)

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        self._wake.set()

    def _watch(self) -> None:
        while not self._closed:
            self._wake.wait()
            if not self._running:
                self._wake.clear()
                if not self._running:
                    continue
                self._wake.set()
            now = time.monotonic()
            for running in self._running.copy():
                if running.reason or now > running.deadline:
                    running.stop("deadline")
            time.sleep(_TICK)


class Slots:
    """So many at a time, so many waiting; beyond, Overloaded."""

    def __init__(self, slots: int, queue: int, patience: float) -> None:
        self._free = threading.Semaphore(slots)
        self._lock = threading.Lock()
        self._waiting = 0
        self._queue = queue
        self._patience = patience

    @contextmanager
    def take(self, cancel: Cancellation | None) -> Iterator[None]:
        """A slot for the block.

        Raises Overloaded when too many wait or the wait is too long, QueryCancelled.
        """
        if not self._free.acquire(blocking=False):
            self._wait(cancel)
        try:
            yield
        finally:
            self._free.release()

    def _wait(self, cancel: Cancellation | None) -> None:
        with self._lock:
            if self._waiting >= self._queue:
                raise _overloaded()
            self._waiting += 1
        try:
            until = time.monotonic() + self._patience
            while not self._free.acquire(timeout=0.05):
                if cancel is not None:
                    cancel.check()
                if time.monotonic() > until:
                    raise _overloaded()
        finally:
            with self._lock:
                self._waiting -= 1


def _overloaded() -> Overloaded:
    return Overloaded("Too many queries are waiting.", retry_after=2, hint="Try again in a moment.")


@contextmanager
def supervised(
    cursor: duckdb.DuckDBPyConnection,
    seconds: float,
    watchdog: Watchdog,
    cancel: Cancellation | None,
    on_fatal: Callable[[], None],
) -> Iterator[Running]:
    """Run statements of a cursor inside the block under a deadline, their errors made fit for a caller."""
    running = Running(cursor, time.monotonic() + seconds)
    watchdog.add(running)
    if cancel is not None:
        cancel.add(running)
    try:
        yield running
    except duckdb.Error as error:
        if isinstance(error, duckdb.FatalException | duckdb.InternalException):
            on_fatal()
        raise _fit(error, running.reason, seconds) from error
    finally:
        running.end()
        watchdog.remove(running)
        if cancel is not None:
            cancel.remove(running)


def _fit(error: duckdb.Error, reason: str | None, seconds: float) -> ParvisError:
    if reason == "cancelled":
        return QueryCancelled("The caller left before the answer.")
    if isinstance(error, duckdb.InterruptException) or reason == "deadline":
        message = f"The query took more than {seconds:g} seconds and was stopped."
        return QueryOverBudget(message, hint="Narrow the filter, or ask fewer rows or groups.")
    if isinstance(error, duckdb.OutOfMemoryException):
        message = "The query needed more memory than allowed and was stopped."
        return QueryOverBudget(message, hint="Narrow the filter, or ask fewer rows or groups.")
    if isinstance(error, duckdb.OutOfRangeException | duckdb.ConversionException | duckdb.InvalidInputException):
        return NumberOutOfRange("A computed value is out of the range of its type.", hint="Use smaller numbers.")
    if isinstance(error, duckdb.IOException):
        return DataUnavailable("The data of this dataset cannot be read now.", hint="Try again later.")
    logger.error("a statement failed", exc_info=error)
    return ParvisError("The query could not be run.")
