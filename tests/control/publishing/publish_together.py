"""Several processes publish the same dataset at once: ``python publish_together.py FOLDER`` prints what is left."""

import json
import os
import sys
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from kill_loop import child, look, source  # sets Django up

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries
from parvis.control.publishing.actions import publish_file
from parvis.data.store.entries import DatasetPublished
from parvis.data.store.store import Store


def publish_some(folder: Path, number: int) -> None:
    """Three publications of files of different lengths."""
    for turn in range(3):
        path = source(folder, 100 * number + turn + 1)
        publish_file(actor=Actor.system(), source=path, dataset_id="trees")


def main(folder: Path) -> None:
    """Three processes."""
    home = Path(os.environ["PARVIS_HOME"])
    call_command("migrate", verbosity=0)
    connection.close()
    processes = [child(publish_some, folder, number) for number in range(3)]
    codes = [os.waitpid(pid, 0)[1] for pid in processes]
    store = Store.open(home)
    lines = [e for _, _, e in store.feed.read() if isinstance(e, DatasetPublished)]
    shown = [store.manifest(line.manifest).version for line in lines]
    dataset = queries.dataset(None, "trees")
    stored = [v.number for v in queries.versions(None, "trees")]
    told = {"codes": codes, "shown": shown, "current": dataset.version, "stored": stored}
    print(json.dumps({**look(home), **told}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
