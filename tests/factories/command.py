"""The `parvis` command as a person runs it: a process of its own, on a data folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 60


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


def parvis(home: Path, *arguments: str | Path) -> Ended:
    """Run one command to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "parvis.cli", "--home", str(home), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        stdin=subprocess.DEVNULL,
        env=environment(),
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def environment() -> dict[str, str]:
    """The environment of the commands: no settings of the person who runs the tests."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PARVIS_", "DJANGO_"))}


@dataclass(frozen=True)
class Site:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    def get(self, path: str, *, host: str = "localhost", **headers: str) -> tuple[int, str]:
        """Status and body, on a new connection."""
        address = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(address, headers={"Host": host, **headers})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()


@contextmanager
def serving(home: Path, *options: str) -> Iterator[Site]:
    """`parvis serve` until the end of the block, ended as by Ctrl-C."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "parvis.cli", "--home", str(home), "serve", "--port", str(port), *options],
        env=environment(),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    site = Site(port, process)
    try:
        eventually(lambda: answers(site), PATIENCE)
        yield site
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def answers(site: Site) -> bool:
    """Whether the server listens."""
    try:
        return site.get("/api/explore/v2.1")[0] in (200, 404)
    except OSError:
        return False


def eventually(condition: Any, seconds: float) -> float:
    """Wait until the condition holds; returns how long it took. Fails the test beyond that many seconds."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"not so after {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - started


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
