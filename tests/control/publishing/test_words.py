"""The word index is built in the background after publication, announced when whole, and built once."""

from pathlib import Path

import pytest
from tests.factories.actors import SYSTEM
from tests.factories.outcomes import announced
from tests.factories.portals import a_file

from parvis.control.jobs import queries as jobs
from parvis.control.jobs.facts import JobState
from parvis.control.jobs.worker import LoggedWorker, run_waiting
from parvis.control.publishing import actions
from parvis.control.publishing.indexing import index_words
from parvis.data.store.entries import WordsReady
from parvis.data.store.keys import words_prefix
from parvis.data.store.store import Store


@pytest.mark.django_db(transaction=True)
def test_publishing_schedules_the_index_of_the_version(tmp_path: Path, store: Store):
    uid = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path)).uid
    assert not any(isinstance(entry, WordsReady) for entry in announced())
    assert run_waiting() == 3
    assert [job.state for job in jobs.jobs(key=f"{uid}/1")] == [JobState.DONE]
    assert [e for e in announced() if isinstance(e, WordsReady)] == [WordsReady(uid, 1, words_prefix(uid, 1))]
    assert store.objects.exists(f"{words_prefix(uid, 1)}/index.json")
    assert list(store.temporary.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_the_index_comes_before_what_else_waits(tmp_path: Path, store: Store):
    uid = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path)).uid
    assert jobs.unfinished() == 3
    assert LoggedWorker().run_one()
    assert [job.state for job in jobs.jobs(key=f"{uid}/1")] == [JobState.DONE]
    assert jobs.unfinished() == 2


@pytest.mark.django_db
def test_an_index_that_is_there_is_only_announced(tmp_path: Path, store: Store):
    uid = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path)).uid
    store.objects.put_bytes(f"{words_prefix(uid, 1)}/index.json", b"kept")
    assert index_words(uid=uid, version=1)
    assert store.objects.get(f"{words_prefix(uid, 1)}/index.json") == b"kept"
    assert announced()[-1] == WordsReady(uid, 1, words_prefix(uid, 1))


@pytest.mark.django_db
def test_a_version_that_is_gone_needs_no_index(tmp_path: Path):
    uid = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path)).uid
    before = announced()
    assert not index_words(uid=uid, version=2)
    assert announced() == before
