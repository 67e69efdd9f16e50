"""Reading the log of jobs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from parvis.control.jobs.facts import JobFacts, JobState
from parvis.control.jobs.models import Job
from parvis.control.jobs.rules import SILENCE, is_dead


def jobs(*, key: str | None = None, limit: int = 100) -> list[JobFacts]:
    """Jobs, newest first, of everything or of one key."""
    found = Job.objects.all() if key is None else Job.objects.filter(key=key)
    return [job_facts(job) for job in found[:limit]]


def unfinished() -> int:
    """How many jobs wait or run."""
    return Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING]).count()


def anything_ready() -> bool:
    """Whether a task could run now; a plain read, no lock."""
    return DBTaskResult.objects.ready().exists()


def dead(at: datetime) -> list[UUID]:
    """Queue numbers of the jobs whose worker has died, claimed but never begun included."""
    silent = Job.objects.filter(state=JobState.RUNNING).filter(
        Q(heartbeat__lt=at - SILENCE) | Q(heartbeat__isnull=True)
    )
    claimed = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=at - SILENCE).values("pk")
    never_begun = Job.objects.filter(state=JobState.WAITING, task_id__in=claimed)
    return [*silent.values_list("task_id", flat=True), *never_begun.values_list("task_id", flat=True)]


def is_dead_now(job: Job, at: datetime) -> bool:
    """Whether it still is, read under its lock."""
    if job.state == JobState.RUNNING:
        return is_dead(job.heartbeat, at)
    return job.state == JobState.WAITING and job.task_id in dead(at)


def job_facts(job: Job) -> JobFacts:
    """The value that leaves this app."""
    return JobFacts(
        name=job.name,
        key=job.key,
        state=JobState(job.state),
        attempts=job.attempts,
        created=job.created,
        started=job.started,
        heartbeat=job.heartbeat,
        finished=job.finished,
        error=job.error,
    )
