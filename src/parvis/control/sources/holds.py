"""One publication of a dataset at a time, whichever process asks: a line of the control database is the lock."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import IntegrityError, transaction

from parvis.control.jobs.heartbeats import beating
from parvis.control.sources.facts import DatasetBusy
from parvis.control.sources.models import Hold
from parvis.core.clock import now

_BEAT = 10.0
_SILENCE = timedelta(seconds=60)
_PAUSE = 0.1


@contextmanager
def hold(domain: str, dataset_id: str, *, patience: float = 3600.0) -> Iterator[None]:
    """Hold the dataset for as long as the block runs; waits for another. Raises DatasetBusy after ``patience`` s.

    A holder whose process has died, or that has been silent for a minute on another machine, holds nothing.
    """
    name, token = f"{domain}/{dataset_id}", secrets.token_hex(16)
    until = time.monotonic() + patience
    while not _taken(name, token):
        if time.monotonic() > until:
            raise DatasetBusy(f"another publication of {dataset_id} has not ended", hint="try again later")
        time.sleep(_PAUSE)
    try:
        with beating(lambda: _beat(name, token), _BEAT, f"the hold of {name}"):
            yield
    finally:
        Hold.objects.filter(name=name, token=token).delete()


def _beat(name: str, token: str) -> None:
    Hold.objects.filter(name=name, token=token).update(heartbeat=now())


def _taken(name: str, token: str) -> bool:
    held = Hold.objects.filter(name=name).first()
    if held is not None and _alive(held):
        return False
    if held is not None:
        Hold.objects.filter(name=name, token=held.token).delete()
    try:
        with transaction.atomic():
            Hold.objects.create(
                name=name, token=token, machine=_machine(), process=_process(os.getpid()), heartbeat=now()
            )
    except IntegrityError:
        return False
    return True


def _alive(held: Hold) -> bool:
    if held.machine == _machine():
        return held.process == _process(int(held.process.partition("@")[0]))
    return now() - held.heartbeat < _SILENCE


def _machine() -> str:
    return socket.gethostname()[:120]


def _process(pid: int) -> str:
    """The process and when it began: numbers are used again. Without such a file system the number alone."""
    try:
        began = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        began = "gone" if Path("/proc/self").exists() else ""
    return f"{pid}@{began}"
