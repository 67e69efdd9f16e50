"""Asking for background work, and keeping its log true."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from parvis.control.jobs import queries
from parvis.control.jobs.facts import JobState
from parvis.control.jobs.models import Job
from parvis.control.jobs.rules import next_delay
from parvis.core.clock import now

READY = "READY"


@transaction.atomic
def enqueue(path: str, /, *, key: str, **arguments: Any) -> None:
    """Ask for one run of the task at this dotted path, in the transaction of the caller: it runs only if that commits.

    ``key`` names what it works on. The task must bear being run again: a crash or an error starts it anew.
    """
    task: Task[..., Any] = import_string(path)
    result = task.enqueue(**arguments)
    Job.objects.create(task_id=UUID(str(result.id)), name=task.name, key=key)


@transaction.atomic
def started(task_id: UUID) -> None:
    """Note that a worker begins."""
    at = now()
    job = Job.objects.select_for_update().filter(task_id=task_id).first()
    if job is not None:
        job.state, job.started, job.heartbeat, job.attempts = JobState.RUNNING, at, at, job.attempts + 1
        job.save()


def beat(task_id: UUID) -> None:
    """Note that the worker is alive."""
    Job.objects.filter(task_id=task_id, state=JobState.RUNNING).update(heartbeat=now())


@transaction.atomic
def finished(task_id: UUID, *, error: str = "") -> None:
    """Note the end of a run; after an error the task waits for its next run, or has failed for good."""
    job = Job.objects.select_for_update().filter(task_id=task_id).first()
    if job is None:
        return
    job.error = error[-10_000:]
    if error:
        _again_or_failed(job)
    else:
        job.state, job.finished = JobState.DONE, now()
        job.save()


def revive() -> int:
    """Give jobs whose worker has died their next run; returns how many. Costs one read when there is none."""
    dead = queries.dead(now())
    return sum(_revive(task_id) for task_id in dead)


@transaction.atomic
def _revive(task_id: UUID) -> bool:
    job = Job.objects.select_for_update().get(task_id=task_id)
    if not queries.is_dead_now(job, now()):
        return False
    queued = DBTaskResult.objects.filter(pk=task_id).first()
    if queued is not None and queued.status == "SUCCESSFUL":
        job.state, job.finished = JobState.DONE, now()
        job.save()
        return False
    job.error = "the worker stopped in the middle of the run"
    _again_or_failed(job)
    return True


def _again_or_failed(job: Job) -> None:
    delay = next_delay(job.attempts)
    queued = DBTaskResult.objects.filter(pk=job.task_id)
    if delay is None:
        job.state, job.finished = JobState.FAILED, now()
        queued.exclude(status="FAILED").update(status="FAILED", finished_at=now())
    else:
        job.state = JobState.WAITING
        queued.update(status=READY, run_after=now() + delay, finished_at=None)
    job.save()
