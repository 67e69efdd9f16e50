"""Real servers of files on loopback: S3, SFTP and FTP by rclone."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.factories.command import eventually, free_port

RCLONE = str(Path(sys.executable).with_name("rclone"))
# Without configuration of the person who runs the tests, and without a cache of folders.
QUIET = ("--config", "", "--dir-cache-time", "0s")
USER, PASSWORD = "ann", "secret word"


@contextmanager
def serving_files(protocol: str, folder: Path, *options: str) -> Iterator[int]:
    """The folder served by this protocol; gives the port."""
    port = free_port()
    process = subprocess.Popen(
        [RCLONE, "serve", protocol, str(folder), "--addr", f"127.0.0.1:{port}", *QUIET, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(lambda: _listens(port), 20)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
