"""Telling, while something long runs, that it goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import Error, connection

logger = logging.getLogger(__name__)


@contextmanager
def beating(beat: Callable[[], object], seconds: float, name: str) -> Iterator[None]:
    """Call ``beat`` every so many seconds while the block runs, from a thread with its own connection.

    A database that does not answer costs one beat; ``name`` says whose, in the log.
    """
    stop = threading.Event()

    def turn() -> None:
        while not stop.wait(seconds):
            try:
                beat()
            except Error:
                logger.warning("a heartbeat of %s was missed", name)
        connection.close()

    thread = threading.Thread(target=turn, name=f"heartbeat of {name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
