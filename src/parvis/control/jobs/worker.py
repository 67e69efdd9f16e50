"""The worker: takes tasks from the queue one at a time until told to stop."""

from __future__ import annotations

import logging
import secrets
import threading
from typing import Any

from django.db import Error, close_old_connections
from django.utils.module_loading import import_string
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from parvis.control.jobs import actions, queries
from parvis.control.jobs.heartbeats import beating
from parvis.control.jobs.rules import BEAT

logger = logging.getLogger(__name__)
PAUSE = 0.5
_each_turn: list[str] = []


def at_each_turn(function: str) -> None:
    """Call this whenever a worker looks for work; it must be quick. Only ``site/wiring.py`` says what.

    ``function`` is a dotted name: what it needs is loaded by workers, not by whoever is wired.
    """
    if function not in _each_turn:
        _each_turn.append(function)


class LoggedWorker(Worker):
    """Runs the tasks that are ready, at most one a call, and keeps the log of jobs and their heartbeat."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=1,
            worker_id=secrets.token_hex(8),
            excluded_queue_names=[],
        )

    def run_one(self) -> bool:
        """Run the next task that is ready; False when there is none."""
        if not queries.anything_ready():
            return False
        self._run_tasks = 0
        self.run()
        return self._run_tasks > 0

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        """Run one task, which never raises: its error goes to the log of jobs."""
        task_id = db_task_result.pk
        actions.started(task_id)
        with beating(lambda: actions.beat(task_id), BEAT.total_seconds(), f"job {task_id}"):
            super().run_task(db_task_result)
        db_task_result.refresh_from_db()
        failed = db_task_result.status == "FAILED"
        if failed:
            logger.warning("job %s failed: %s", db_task_result.task_path, db_task_result.exception_class_path)
        actions.finished(task_id, error=db_task_result.traceback if failed else "")


def run_worker(stop: threading.Event, *, pause: float = PAUSE) -> None:
    """Run tasks until ``stop`` is set; the task at hand is finished first.

    A database that is locked or gone is waited for; ``pause`` is the rest between two looks, in seconds.
    """
    worker = LoggedWorker()
    calls = [import_string(name) for name in _each_turn]
    while not stop.is_set():
        try:
            actions.revive()
            for call in calls:
                call()
            while not stop.is_set() and worker.run_one():
                pass
        except Error as error:
            logger.warning("the control database does not answer: %s", error)
            close_old_connections()
        stop.wait(pause)


def run_waiting() -> int:
    """Run the tasks that are ready now, in this process; returns how many."""
    worker, count = LoggedWorker(), 0
    while worker.run_one():
        count += 1
    return count
