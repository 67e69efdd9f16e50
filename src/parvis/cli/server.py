"""Serving an installation: web processes by Granian, one background worker beside them, one clean stop."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


def serve(host: str, port: int, workers: int, *, on_ready: Callable[[], None], access_log: bool = False) -> None:
    """Serve until Ctrl-C or SIGTERM. ``on_ready`` is called when the processes have been started."""
    require_free_port(host, port)
    server = Server(
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
