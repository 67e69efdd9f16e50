"""What sources bring, published; the source is told how it ended."""

from __future__ import annotations

from pathlib import Path

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries
from parvis.control.catalog.facts import Mode
from parvis.control.publishing.changes import publish_pushed
from parvis.control.publishing.files import fingerprint_of, publish_file
from parvis.control.sources import running
from parvis.control.sources.running import Arrival
from parvis.core.errors import NotFound, ParvisError
from parvis.data.connectors.guarded.errors import Cancelled
from parvis.data.ingest import IngestOptions
from parvis.data.ingest.progress import Progress


def publish_arrival(run_id: int) -> int | None:
    """Publish what a run fetched; the version, or None when there was nothing to do or it failed. May be run again."""
    brought = running.arrival(run_id)
    if brought is None:
        return None
    try:
        if brought.kind == "push":
            version, files = publish_pushed(brought)
            running.end_published(run_id, version=version, files=files)
        else:
            version = _published_already(brought) or _published(brought)
            running.end_published(run_id, version=version)
    except (ParvisError, OSError) as error:
        running.end_failed(run_id, error)
        return None
    return version


def _published(brought: Arrival) -> int:
    cancelled = running.watch(brought.run)

    def progress(_: Progress) -> None:
        if cancelled():
            raise Cancelled("The run was cancelled")

    reading = dict(brought.reading)
    mode, key = Mode(reading.pop("mode", Mode.REPLACE)), reading.pop("key", "")
    published = publish_file(
        actor=Actor(brought.actor, domains=frozenset({brought.domain})),
        source=_together(brought),
        domain=brought.domain,
        dataset_id=brought.dataset_id,
        metadata=brought.metadata,
        private=brought.private,
        options=IngestOptions(**reading),
        progress=progress,
        mode=mode,
        key=[name.strip() for name in key.split(",") if name.strip()],
    )
    return published.version


def _published_already(brought: Arrival) -> int | None:
    """The version that an earlier, killed try of this very run made."""
    try:
        newest = next(iter(queries.versions(brought.domain, brought.dataset_id)), None)
    except NotFound:
        return None
    if newest is None or not newest.published or newest.author != brought.actor or newest.created < brought.started:
        return None
    return newest.number if newest.fingerprint == fingerprint_of(_together(brought)) else None


def _together(brought: Arrival) -> Path:
    """The one file, or a folder of them all, which is one dataset; it gives the dataset its name."""
    if len(brought.paths) == 1:
        return brought.paths[0]
    folder = running.work_folder(brought.run) / "together" / brought.dataset_id
    folder.mkdir(parents=True, exist_ok=True)
    for path in brought.paths:
        if path.exists():
            (folder / path.name).unlink(missing_ok=True)
            (folder / path.name).hardlink_to(path)
    return folder
