"""A real Parvis under measure: the command line on a home of its own, and a server on loopback."""

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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

# Longer than the pause of what a worker looks after beside its tasks; the share of a processor that counts as work.
STILL, BUSY = 7.0, 0.05


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Ran:
    """A command that ended: seconds of wall time, peak resident memory in MiB, what it printed."""

    seconds: float
    peak: float
    out: str


def command(home: Path, *arguments: str | Path) -> list[str]:
    """The `parvis` command line on this home."""
    return [sys.executable, "-m", "parvis.cli", "--home", str(home), *map(str, arguments)]


def run(home: Path, *arguments: str | Path) -> Ran:
    """Run a command and measure it. Raises RuntimeError with its words when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command(home, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = process.stdout, process.stderr
    assert out is not None
    assert err is not None
    text, trouble = out.read(), err.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"parvis {' '.join(map(str, arguments))}: {trouble or text}")
    return Ran(time.perf_counter() - started, usage.ru_maxrss / 1024, text)


@contextmanager
def served(home: Path, *options: str) -> Iterator[str]:
    """The root address of a server on this home, once what publication left to its worker is done."""
    port = free_port()
    process = subprocess.Popen(command(home, "serve", "--port", str(port), *options), start_new_session=True)
    root = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{root}/api/explore/v2.1")
        rest(psutil.Process(process.pid))
        yield root
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def rest(server: psutil.Process, seconds: float = 300) -> None:
    """Wait until a server and its worker have nothing to do. Raises TimeoutError."""
    end, before = time.monotonic() + seconds, -STILL
    while (spent := busy(server)) - before > BUSY * STILL:
        if time.monotonic() > end:
            raise TimeoutError("the server does not come to rest")
        before = spent
        time.sleep(STILL)


def busy(server: psutil.Process) -> float:
    """Seconds of processor that the server and its children have taken."""
    total = 0.0
    for process in (server, *server.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def wait_for(address: str, seconds: float = 120) -> None:
    """Wait until an address answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)


def words_ready(home: Path, uid: str) -> bool:
    """Whether the feed has announced a word index of this dataset."""
    lines = (json.loads(line.rsplit("\t", 1)[0]) for line in (home / "store/feed.jsonl").read_text().splitlines())
    return any(line["kind"] == "words" and line["uid"] == uid for line in lines)


def shown(home: Path, dataset: str) -> dict[str, Any]:
    """What `parvis show` says of a dataset."""
    found: dict[str, Any] = json.loads(run(home, "show", dataset, "--json").out)
    return found
