"""Records that programs push, kept on disk from the moment they are accepted until they are in a version.

One file a request, named by its identifier: the same request again finds it there. Folding replays the files in order;
doing so twice gives the same rows, so a crash in between costs nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from parvis.core.errors import Overloaded
from parvis.data.store import durable

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}")
# A program that pushes faster than versions are made is told to wait.
MOST_WAITING = 10_000
KEPT_SECONDS = 7 * 86400


@dataclass(frozen=True, slots=True)
class Batch:
    """One accepted request: when (nanoseconds), and where its lines are."""

    at: int
    path: Path

    def lines(self) -> Iterator[bytes]:
        """Its operations, one JSON object each: ``{"upsert": record}`` or ``{"delete": record}``."""
        with self.path.open("rb") as file:
            next(file)
            yield from file


class Spool:
    """The spool of an installation, below its data folder."""

    def __init__(self, home: Path) -> None:
        self._root = home / "spool" / "push"

    def accept(self, domain: str, dataset_id: str, request: str, operations: list[dict[str, object]]) -> bool:
        """Keep the operations durably; False when this request was accepted before. Raises Overloaded, OSError."""
        waiting, done = self._folders(domain, dataset_id)
        name = hashlib.sha256(request.encode()).hexdigest() + ".jsonl"
        if (done / name).exists() or (waiting / name).exists():
            return False
        durable.make_folder(waiting)
        if len(os.listdir(waiting)) >= MOST_WAITING:
            raise Overloaded("Too many requests wait to be published.", retry_after=30)
        head = orjson.dumps({"at": time.time_ns()}) + b"\n"
        durable.write_bytes(waiting / name, head + b"".join(orjson.dumps(o) + b"\n" for o in operations))
        return True

    def waiting(self, domain: str, dataset_id: str, *, most: int = 500) -> list[Batch]:
        """The oldest accepted requests that are not in a version yet, in order."""
        folder, _ = self._folders(domain, dataset_id)
        found = [_batch(path) for path in folder.glob("*.jsonl")] if folder.is_dir() else []
        return sorted(found, key=lambda batch: (batch.at, batch.path.name))[:most]

    def datasets(self) -> list[tuple[str, str]]:
        """Domain and identifier of the datasets with requests waiting."""
        found = {path.parts[-4:-2] for path in self._root.glob("*/*/waiting/*.jsonl")}
        return sorted((domain, dataset_id) for domain, dataset_id in found)

    def folded(self, domain: str, dataset_id: str, batches: list[Batch]) -> None:
        """These are in a public version; their identifiers are remembered for a week."""
        _, done = self._folders(domain, dataset_id)
        durable.make_folder(done)
        for batch in batches:
            (done / batch.path.name).touch()
        durable.sync_folder(done)
        for batch in batches:
            batch.path.unlink(missing_ok=True)
        limit = time.time() - KEPT_SECONDS
        for marker in done.iterdir():
            if marker.stat().st_mtime < limit:
                marker.unlink(missing_ok=True)

    def _folders(self, domain: str, dataset_id: str) -> tuple[Path, Path]:
        for name in (domain, dataset_id):
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} cannot name a folder")
        folder = self._root / domain / dataset_id
        return folder / "waiting", folder / "done"


def _batch(path: Path) -> Batch:
    with path.open("rb") as file:
        return Batch(int(orjson.loads(file.readline())["at"]), path)
