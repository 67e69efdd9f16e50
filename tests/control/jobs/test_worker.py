"""Background work is done once the transaction commits, again after a failure or a crash, and not for ever."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from parvis.control.jobs import actions, queries, rules
from parvis.control.jobs.facts import JobState
from parvis.control.jobs.models import Job
from parvis.control.jobs.worker import run_waiting, run_worker
from parvis.core.clock import now

pytestmark = pytest.mark.django_db(transaction=True)
TOUCH = "tests.control.jobs.work.touch"
FAIL = "tests.control.jobs.work.fail"


def test_a_job_runs_after_the_commit_and_is_logged(tmp_path: Path):
    with transaction.atomic():
        actions.enqueue(TOUCH, key="k", path=str(tmp_path / "done"))
    assert run_waiting() == 1
    assert (tmp_path / "done").exists()
    (job,) = queries.jobs(key="k")
    assert (job.name, job.state, job.attempts, job.error) == ("touch", JobState.DONE, 1, "")
    assert queries.unfinished() == 0


def test_a_job_of_a_transaction_that_fails_does_not_exist(tmp_path: Path):
    with transaction.atomic():
        actions.enqueue(TOUCH, key="k", path=str(tmp_path / "done"))
        transaction.set_rollback(True)
    assert run_waiting() == 0
    assert queries.jobs() == []


def test_a_failing_job_is_tried_again_later_and_given_up_in_the_end():
    actions.enqueue(FAIL, key="k", reason="the disk is full")
    runs = 0
    while queries.unfinished():
        assert run_waiting() == 1
        assert run_waiting() == 0
        runs += 1
        DBTaskResult.objects.filter(status="READY").update(run_after=now())
    (job,) = queries.jobs()
    assert (job.state, job.attempts, runs) == (JobState.FAILED, rules.MAX_ATTEMPTS, rules.MAX_ATTEMPTS)
    assert "the disk is full" in job.error


def crashed(tmp_path: Path, *, begun: bool) -> Path:
    """A job whose worker was killed two minutes ago, before or after it began; the file that the job leaves."""
    actions.enqueue(TOUCH, key="k", path=str(tmp_path / "done"))
    long_ago = now() - timedelta(minutes=2)
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago)
    if begun:
        Job.objects.update(state=JobState.RUNNING, started=long_ago, heartbeat=long_ago, attempts=1)
    return tmp_path / "done"


@pytest.mark.parametrize("begun", [True, False])
def test_a_job_whose_worker_was_killed_runs_again(tmp_path: Path, begun: bool):
    done = crashed(tmp_path, begun=begun)
    assert run_waiting() == 0
    assert actions.revive() == 1
    assert actions.revive() == 0
    DBTaskResult.objects.update(run_after=now())
    assert run_waiting() == 1
    assert done.exists()


def test_a_job_that_still_beats_is_left_alone(tmp_path: Path):
    crashed(tmp_path, begun=True)
    actions.beat(Job.objects.get().task_id)
    assert actions.revive() == 0
    assert queries.jobs()[0].state == JobState.RUNNING


def test_a_job_that_ended_without_its_log_is_not_run_again(tmp_path: Path):
    crashed(tmp_path, begun=True)
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert actions.revive() == 0
    assert queries.jobs()[0].state == JobState.DONE


def test_the_worker_stops_when_told(tmp_path: Path):
    actions.enqueue(TOUCH, key="k", path=str(tmp_path / "done"))
    stop = threading.Event()
    threading.Thread(target=lambda: wait_for(tmp_path / "done") or stop.set()).start()
    run_worker(stop, pause=0.01)
    assert queries.unfinished() == 0


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 10
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
