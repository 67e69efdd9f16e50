"""The read door on a real port, in the server that the product ships with, for clients that are libraries of others."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError, URLError

from granian.constants import Interfaces
from granian.server.embed import Server

from parvis.data.serving.reader import Reader
from parvis.web.api.app import create_app

STARTING = 20.0


@contextmanager
def served(reader: Reader) -> Iterator[str]:
    """The root address of a server that answers from this reader, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Server(create_app(reader), address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=_run, args=(loop, server), daemon=True)
    thread.start()
    root = f"http://127.0.0.1:{port}"
    try:
        _wait(root)
        yield root
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(STARTING)


def _run(loop: asyncio.AbstractEventLoop, server: Any) -> None:
    asyncio.set_event_loop(loop)
    loop.run_until_complete(server.serve())
    loop.close()


def _wait(root: str) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{root}/api/explore/v2.1", timeout=2):
                return
        except HTTPError:
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise TimeoutError(f"{root} does not answer")
