"""The life of a run: fetched in a folder of its own, handed to publishing, and its end noted."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from parvis.control.jobs.actions import enqueue
from parvis.control.sources import rules
from parvis.control.sources.facts import RunState
from parvis.control.sources.models import Alert, Run, Source
from parvis.control.sources.receivers import receivers
from parvis.control.sources.secrets import decrypted
from parvis.core.clock import iso, now
from parvis.core.config import Settings
from parvis.core.errors import ParvisError
from parvis.data.connectors.files.interface import Fetch, Reach
from parvis.data.connectors.files.kinds import kind_of
from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.guarded.errors import Cancelled, ComeBackLater, TimedOut
from parvis.data.connectors.guarded.policy import networks_of

FOLDER_PREFIX = "fetch-"
_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a run brought, ready to be published. ``reading`` are options of the ingest by name."""

    run: int
    domain: str
    dataset_id: str
    kind: str
    options: Mapping[str, str]
    paths: tuple[Path, ...]
    metadata: Mapping[str, Any]
    private: bool | None
    actor: str
    started: str
    reading: Mapping[str, Any]


def perform(run_id: int) -> RunState:
    """Fetch a run that has not been fetched; harmless for any other. An error ends the run, it does not leave here.

    May be run again after a crash: the fetch begins anew in an empty folder, from the state that the source had.
    """
    run = _begun(run_id)
    if run is None:
        return RunState(Run.objects.get(pk=run_id).state)
    source, folder = run.source, work_folder(run.pk)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        kind = kind_of(source.kind)
        options = {**{o.name: o.default for o in kind.options}, **source.options, **decrypted(source.secrets)}
        fetched = kind(options).fetch(source.state, folder, reach(run.pk))
    except (ParvisError, OSError) as error:
        return end_failed(run_id, error)
    return _fetched(run_id, fetched, folder)


def reach(run_id: int) -> Reach:
    """How far a run may go: what the operator allows, cancelled from outside or by its time limit."""
    return Reach(policy=policy(), folders=Settings.from_environment().fetch_folders, cancel=watch(run_id))


def policy() -> Policy:
    """The policy of the network that the operator set."""
    settings = Settings.from_environment()
    seconds = rules.TIME_LIMIT.total_seconds()
    return Policy(networks=networks_of(settings.fetch_networks), ports=settings.fetch_ports, total_seconds=seconds)


def watch(run_id: int) -> Callable[[], bool]:
    """Whether the run was cancelled, looked up once a second, when its heartbeat is noted too."""
    looked, cancelled = [0.0], [False]
    end = time.monotonic() + rules.TIME_LIMIT.total_seconds()

    def look() -> bool:
        at = time.monotonic()
        if at > end:
            raise TimedOut(f"The run took longer than {rules.TIME_LIMIT}")
        if at - looked[0] > _LOOK:
            looked[0] = at
            Run.objects.filter(pk=run_id).update(heartbeat=now())
            cancelled[0] = not Run.objects.filter(pk=run_id, cancelled=False).exists()
        return cancelled[0]

    return look


def work_folder(run_id: int) -> Path:
    """Where the files of a run wait."""
    return Settings.from_environment().home / "temporary" / f"{FOLDER_PREFIX}{run_id}"


def arrival(run_id: int) -> Arrival | None:
    """What a run brought; None when it is not waiting to be published."""
    run = Run.objects.select_related("source").filter(pk=run_id, state=RunState.FETCHED).first()
    if run is None:
        return None
    source = run.source
    return Arrival(
        run=run.pk,
        domain=source.domain_id,
        dataset_id=source.dataset_id,
        kind=source.kind,
        options=source.options,
        paths=tuple(Path(file["path"]) for file in run.files if file.get("path")),
        metadata=source.metadata,
        private=source.private,
        actor=f"source {source.domain_id}/{source.dataset_id}",
        started=iso(run.created),
        reading=source.reading,
    )


@transaction.atomic
def end_published(run_id: int, *, version: int | None, files: Sequence[Mapping[str, Any]] | None = None) -> None:
    """Note that what the run brought is public; from now on the source remembers it. Harmless for an ended run."""
    run = _open(run_id, RunState.FETCHED)
    if run is None:
        return
    if files is not None:
        run.files = [dict(file) for file in files]
    source = _succeeded(run, run.pending)
    if version is not None:
        source.last_new, source.told_silent = now(), False
    # Statements go with the first version; later ones are the curator's.
    source.metadata, source.private = ({}, None) if version is not None else (source.metadata, source.private)
    source.save()
    _end(run, RunState.PUBLISHED if version is not None else RunState.UNCHANGED, version=version)


@transaction.atomic
def end_failed(run_id: int, error: Exception) -> RunState:
    """Note the failure: the published version stays, the source is tried again, its owner is told once."""
    run = _open(run_id, RunState.FETCHING, RunState.FETCHED)
    if run is None:
        return RunState.FAILED
    if isinstance(error, Cancelled):
        _schedule(run.source)
        return _end(run, RunState.CANCELLED, error)
    source = run.source
    source.failures += 1
    transient = bool(getattr(error, "transient", not isinstance(error, ParvisError)))
    scheduled = rules.next_run(source.schedule, source.timezone, now())
    asked = error.seconds if isinstance(error, ComeBackLater) else None
    again = rules.retry_at(source.failures, now(), scheduled, asked) if transient else scheduled
    source.next_run = None if source.paused else again
    if not source.told_failing and rules.tells_failure(source.failures, transient):
        source.told_failing = True
        _alert(source, "failing", message_of(error))
    source.save()
    return _end(run, RunState.FAILED, error)


def message_of(error: Exception) -> str:
    """What happened and the way out."""
    if isinstance(error, ParvisError):
        return f"{error.message}. {error.hint}" if error.hint else error.message
    return f"{type(error).__name__}: {error}"


def _begun(run_id: int) -> Run | None:
    with transaction.atomic():
        found = Run.objects.select_for_update().filter(pk=run_id).first()
        if found is None or found.state not in (RunState.WAITING, RunState.FETCHING):
            return None
        if found.cancelled:
            _end(found, RunState.CANCELLED)
            return None
        found.state, found.started, found.heartbeat = RunState.FETCHING, found.started or now(), now()
        found.save(update_fields=["state", "started", "heartbeat"])
    return Run.objects.select_related("source").get(pk=run_id)


@transaction.atomic
def _fetched(run_id: int, fetched: Fetch, folder: Path) -> RunState:
    run = _open(run_id, RunState.FETCHING)
    if run is None:
        return RunState.CANCELLED
    run.files = [file.to_dict() for file in fetched.files]
    if fetched.unchanged and run.source.kind != "push":
        _succeeded(run, fetched.state).save()
        return _end(run, RunState.UNCHANGED)
    run.state, run.pending, run.folder = RunState.FETCHED, dict(fetched.state), str(folder)
    run.heartbeat = now()
    run.save()
    for task in receivers():
        enqueue(task, key=f"{run.source.domain_id}/{run.source.dataset_id}", run=run.pk)
    return RunState.FETCHED


def _open(run_id: int, *states: RunState) -> Run | None:
    run = Run.objects.select_for_update().filter(pk=run_id, state__in=states).first()
    if run is not None:
        run.source = Source.objects.select_for_update().get(pk=run.source_id)
    return run


def _succeeded(run: Run, state: Mapping[str, Any]) -> Source:
    source = run.source
    if source.told_failing:
        _alert(source, "recovered", "The source works again")
    source.state, source.failures, source.told_failing = dict(state), 0, False
    source.last_success = now()
    _schedule(source)
    return source


def _schedule(source: Source) -> None:
    source.next_run = None if source.paused else rules.next_run(source.schedule, source.timezone, now())
    source.save(update_fields=["next_run"])


def _end(run: Run, state: RunState, error: Exception | None = None, *, version: int | None = None) -> RunState:
    run.state, run.finished, run.version = state, now(), version
    if error is not None:
        run.code, run.message = getattr(error, "code", type(error).__name__), message_of(error)
    run.files = [{**file, "path": None} for file in run.files]
    run.save()
    folder = work_folder(run.pk)
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
    return state


def _alert(source: Source, kind: str, message: str) -> None:
    Alert.objects.create(source=source, kind=kind, owner=source.owner, message=message)
