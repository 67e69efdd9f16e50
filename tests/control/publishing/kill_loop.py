"""Publishes in children that are killed at random instants, and looks at the store after each kill.

``python kill_loop.py FOLDER ROUNDS``: prints one JSON object a round, then one for the run that ends it. Children are
forked from a process that has loaded everything and holds nothing open: a round costs what a publication costs.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
import traceback
from datetime import timedelta
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.site.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from parvis.control.accounts.facts import Actor  # noqa: E402
from parvis.control.catalog import queries  # noqa: E402
from parvis.control.publishing.actions import publish_file  # noqa: E402
from parvis.control.publishing.recovery import recover  # noqa: E402
from parvis.data.ingest.progress import Progress  # noqa: E402
from parvis.data.store.entries import DatasetPublished  # noqa: E402
from parvis.data.store.store import Store  # noqa: E402


def source(folder: Path, rows: int) -> Path:
    """A file of that many rows."""
    path = folder / f"trees-{rows}.csv"
    path.write_text("name,height\n" + "".join(f"tree {n},{n / 8}\n" for n in range(rows)), encoding="utf-8")
    return path


def child(work, *arguments) -> int:
    """Run this in a forked process; its number."""
    pid = os.fork()
    if pid == 0:
        try:
            work(*arguments)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        sys.stdout.flush()
        os._exit(0)
    return pid


def publish(folder: Path, ingested: int, rounds: int = sys.maxsize) -> None:
    """What a command does, so many times; writes to the pipe when a file is read and its version begins."""

    def tell(progress: Progress) -> None:
        if progress.share == 1.0:
            os.write(ingested, b".")

    recover()
    for _ in range(rounds):
        path = source(folder, random.randint(1, 2000))
        publish_file(actor=Actor.system(), source=path, dataset_id="trees", progress=tell)


def durations(folder: Path) -> tuple[float, float]:
    """Seconds that a publication takes in a child like those to be killed: the whole, and what follows the ingest."""
    reading, writing = os.pipe()
    started = time.perf_counter()
    pid = child(publish, folder, writing, 1)
    os.close(writing)
    os.read(reading, 1)
    ingested = time.perf_counter()
    os.waitpid(pid, 0)
    os.close(reading)
    return time.perf_counter() - started, time.perf_counter() - ingested


def kill_one(folder: Path, longest: float, *, late: bool) -> None:
    """Start a publisher and kill it within that time: from the end of its ingest when ``late``, else from its start."""
    reading, writing = os.pipe()
    pid = child(publish, folder, writing)
    os.close(writing)
    if late:
        os.read(reading, 1)
    time.sleep(random.uniform(0, longest))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reading)


def look(home: Path) -> dict:
    """What readers see now, and everything that is wrong with it; no control database."""
    store = Store.open(home)
    revisions = [e.revision for _, _, e in store.feed.read() if isinstance(e, DatasetPublished)]
    wrong = [] if revisions == sorted(set(revisions)) else [f"revisions {revisions}"]
    for entry in store.published().values():
        data = store.manifest(entry.manifest).data
        content = store.objects.get(data.key)
        if (len(content), hashlib.sha256(content).hexdigest()) != (data.size, data.checksum):
            wrong.append(f"{data.key} is not what its manifest says")
    return {"wrong": wrong, "published": len(store.published()), "revisions": len(revisions)}


def finish(folder: Path, home: Path) -> None:
    """Recover, publish once more, and tell what is left of the killed publications."""
    recover(older_than=timedelta(0))
    published = publish_file(actor=Actor.system(), source=source(folder, 7), dataset_id="trees")
    store = Store.open(home)
    versions = {str(v.number) for v in queries.versions(None, "trees")}
    stored = {
        key.split("/")[2]
        for key in store.objects.keys("datasets")
        if not {"manifests", "versions", "trust"} & set(key.split("/"))
    }
    left = sorted(p.name for p in store.temporary.iterdir())
    told = {"version": published.version, "rows": queries.dataset(None, "trees").rows, "left": left}
    print(json.dumps({**look(home), **told, "orphans": sorted(stored ^ versions)}))


def main(folder: Path, rounds: int) -> None:
    """All rounds."""
    home = Path(os.environ["PARVIS_HOME"])
    call_command("migrate", verbosity=0)
    # Loads what a first publication loads lazily; nothing may be open when children are forked.
    publish_file(actor=Actor.system(), source=source(folder, 1), dataset_id="trees")
    connection.close()
    # Half as long again as a publication takes: some end, most do not.
    whole, after = (min(2.0, 1.5 * seconds) for seconds in durations(folder))
    for number in range(rounds):
        late = number % 2 == 0
        kill_one(folder, after if late else whole, late=late)
        print(json.dumps(look(home)), flush=True)
    os.waitpid(child(finish, folder, home), 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
