"""Serving an installation: web processes by Granian, one background worker beside them, one clean stop."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

APPLICATION = "parvis.site.asgi:application"
# A worker that has not finished its request after this many seconds is ended.
GRACE = 10


def require_free_port(host: str, port: int) -> None:
    """Raise ClickException, with the way out, when another program holds the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be used ({error.strerror}). Try another --port."
            ) from error


@contextmanager
def background_worker(address: str) -> Iterator[None]:
    """A `parvis worker` process for as long as the block runs; ended gently, then firmly.

    ``address`` is where this server answers, for a worker that was told no other.
    """
    worker = subprocess.Popen(
        [sys.executable, "-m", "parvis.cli", "worker", "--parent", str(os.getpid())],
        env={"PARVIS_ADDRESS": address, **os.environ},
        start_new_session=True,
    )
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(GRACE)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


# Granian chooses the class when it is imported, which no type checker follows.
class StoppedServer(Server):  # type: ignore[misc, valid-type]
    """A Granian that any number of signals stop.

    Its own handler sets an event, which takes a lock: a signal that comes while the main thread holds it (a service
    manager and a terminal signal whole groups, often twice) would wait for itself for ever. This one writes a byte.
    """

    interrupt_signal: bool

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        told, self._tell = os.pipe()
        threading.Thread(target=self._wake, args=(told,), name="server-signals", daemon=True).start()

    def signal_handler_interrupt(self, *received: Any) -> None:
        """Ask for the end, in a signal handler."""
        if not self.interrupt_signal:
            self.interrupt_signal = True
            os.write(self._tell, b"\0")

    def _wake(self, told: int) -> None:
        os.read(told, 1)
        self.main_loop_interrupt.set()


def serve(host: str, port: int, workers: int, *, on_ready: Callable[[], None], access_log: bool = False) -> None:
    """Serve until Ctrl-C or SIGTERM. ``on_ready`` is called when the processes have been started."""
    require_free_port(host, port)
    server = StoppedServer(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=access_log,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )
    server.on_startup(on_ready)
    with background_worker(f"http://localhost:{port}"):
        server.serve()
