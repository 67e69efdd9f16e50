"""After a crash: what was begun and not finished is cleaned away; what was committed reaches readers."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

from parvis.control.catalog import queries
from parvis.control.catalog.versions import discard_version
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.reconciliation import reconcile
from parvis.control.publishing.stores import STATISTICS_PREFIX, WORDS_PREFIX, WORK_PREFIX, store
from parvis.data.store.keys import version_prefix

AGE = timedelta(hours=1)


def recover(*, older_than: timedelta = AGE) -> int:
    """Remove objects and reservations of publications that nobody has finished for that long; deliver waiting news.

    Returns how many reservations were given up. What the feed refers to is never touched. May be run at any
    time. Also brings database and store in line after a restored backup.
    """
    drain()
    reconcile()
    objects = store().objects
    given_up = 0
    for reserved in queries.unfinished(older_than):
        objects.delete(version_prefix(reserved.uid, reserved.number))
        given_up += discard_version(reserved)
    objects.sweep(older_than)
    _sweep_temporary(older_than)
    return given_up


def _sweep_temporary(older_than: timedelta) -> None:
    limit = time.time() - older_than.total_seconds()
    for prefix in (WORK_PREFIX, WORDS_PREFIX, STATISTICS_PREFIX):
        for folder in store().temporary.glob(f"{prefix}*"):
            if _last_change(folder) < limit:
                shutil.rmtree(folder, ignore_errors=True)


def _last_change(folder: Path) -> float:
    """When anything in the folder was last written: a long ingest writes all the time."""
    times = [folder.lstat().st_mtime]
    for path in folder.rglob("*"):
        try:
            times.append(path.lstat().st_mtime)
        except FileNotFoundError:
            # Whoever removes it is alive.
            return time.time()
    return max(times)
