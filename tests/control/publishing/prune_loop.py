"""Publishes, deletes and sweeps in children that are killed at random instants; looks at the store after each kill.

``python prune_loop.py FOLDER ROUNDS``: prints one JSON object a round, then one for the run that ends it.
"""

import json
import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

# Sets Django up.
from django.core.management import call_command
from django.db import connection
from kill_loop import child, look, source

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries
from parvis.control.catalog.rules.retention import Retention
from parvis.control.publishing.actions import publish_file
from parvis.control.publishing.deleting import keep_versions, prune, sweep
from parvis.control.publishing.recovery import recover
from parvis.data.store.store import Store

NOW = timedelta(0)
SYSTEM = Actor.system()


def prune_all(folder: Path, rounds: int = sys.maxsize) -> None:
    """What workers do after publications, so many times."""
    recover()
    for _ in range(rounds):
        # Few different files: versions share their rows again and again.
        uid = publish_file(actor=SYSTEM, source=source(folder, random.randint(1, 3)), dataset_id="trees").uid
        prune(actor=SYSTEM, uid=uid)
        sweep(older_than=NOW)


def versions_wrong(home: Path) -> list[str]:
    """Versions that readers are told of and whose rows are not there."""
    store = Store.open(home)
    wrong = []
    for entry in store.published().values():
        index = store.versions(store.manifest(entry.manifest).versions or "")
        wrong += [v.data.key for v in index.versions if not v.deleted and not store.objects.exists(v.data.key)]
    return wrong


def finish(folder: Path, home: Path) -> None:
    """Recover, do it once more, and tell what is left of what was given up."""
    recover(older_than=NOW)
    prune_all(folder, 1)
    store = Store.open(home)
    versions = queries.versions(None, "trees")
    kept = {str(v.number) for v in versions} | {v.data.key.split("/")[2] for v in versions}
    stored = {key.split("/")[2] for key in store.objects.keys("datasets")} - {"manifests", "versions", "trust"}
    told = {"versions": len(versions), "orphans": sorted(stored - kept), "wrong_versions": versions_wrong(home)}
    print(json.dumps({**look(home), **told, "missing": store.missing_objects()}))


def main(folder: Path, rounds: int) -> None:
    """All rounds."""
    home = Path(os.environ["PARVIS_HOME"])
    call_command("migrate", verbosity=0)
    publish_file(actor=SYSTEM, source=source(folder, 1), dataset_id="trees")
    keep_versions(actor=SYSTEM, domain=None, dataset_id="trees", policy=Retention("last", 2))
    connection.close()
    started = time.perf_counter()
    os.waitpid(child(prune_all, folder, 1), 0)
    longest = min(2.0, 1.5 * (time.perf_counter() - started))
    for _ in range(rounds):
        pid = child(prune_all, folder)
        time.sleep(random.uniform(0, longest))
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        print(json.dumps({**look(home), "wrong_versions": versions_wrong(home)}), flush=True)
    os.waitpid(child(finish, folder, home), 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
