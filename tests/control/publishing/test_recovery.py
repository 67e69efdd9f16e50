"""What a killed publication left is cleaned once it is old; what was committed reaches readers."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories.actors import SYSTEM
from tests.factories.outcomes import announced
from tests.factories.portals import a_file

from parvis.control.catalog import queries, versions
from parvis.control.outbox.actions import announce
from parvis.control.publishing import actions
from parvis.control.publishing.recovery import recover
from parvis.core.errors import NotFound
from parvis.core.fields import Schema
from parvis.data.store.entries import DatasetWithdrawn, to_dict
from parvis.data.store.keys import data_key
from parvis.data.store.manifest import DataFile
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db
NOW = timedelta(0)


@pytest.fixture
def uid(tmp_path: Path) -> str:
    return actions.publish_file(actor=SYSTEM, source=a_file(tmp_path)).uid


def content(key: str) -> versions.Content:
    return versions.Content(DataFile(key, 1, 1, "00"), Schema(()), {}, {}, "trees.csv", "00")


def test_an_unfinished_version_is_given_up_when_it_is_old(store: Store, uid: str):
    reserved = versions.reserve_version(actor=SYSTEM, uid=uid)
    store.objects.put_bytes(data_key(uid, reserved.number), b"torn")
    assert recover() == 0
    assert store.objects.exists(data_key(uid, 2))
    assert recover(older_than=NOW) == 1
    assert not store.objects.exists(data_key(uid, 2))
    assert store.objects.exists(data_key(uid, 1))
    assert [v.number for v in queries.versions(None, "trees")] == [1]


def test_a_version_that_was_given_up_cannot_come_back(uid: str):
    reserved = versions.reserve_version(actor=SYSTEM, uid=uid)
    recover(older_than=NOW)
    later = versions.reserve_version(actor=SYSTEM, uid=uid)
    assert later.number == reserved.number + 1
    with pytest.raises(NotFound, match="was given up"):
        versions.add_version(actor=SYSTEM, reserved=reserved, content=content(data_key(uid, reserved.number)))


def test_committed_news_are_delivered(uid: str):
    announce(to_dict(DatasetWithdrawn(uid, 2)))
    recover()
    assert announced()[-1] == DatasetWithdrawn(uid, 2)


def test_what_is_published_is_never_cleaned(store: Store, uid: str):
    before = list(store.objects.keys())
    recover(older_than=NOW)
    assert list(store.objects.keys()) == before
    assert store.missing_objects() == []


def test_working_folders_of_killed_processes_go_and_those_at_work_stay(store: Store):
    dead, alive, foreign = (store.temporary / name for name in ("ingest-dead", "ingest-alive", "pipes"))
    for folder in (dead, alive, foreign):
        folder.mkdir()
        os.utime(folder, (0, 0))
    (alive / "data.duckdb").touch()
    recover()
    assert sorted(path.name for path in store.temporary.iterdir()) == ["ingest-alive", "pipes"]


def test_a_version_begun_later_and_published_first_stays(tmp_path: Path, store: Store, uid: str):
    slow = versions.reserve_version(actor=SYSTEM, uid=uid)
    fast = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path))
    assert (fast.version, fast.current) == (3, True)
    store.objects.put_bytes(data_key(uid, slow.number), b"rows")
    versions.add_version(actor=SYSTEM, reserved=slow, content=content(data_key(uid, slow.number)))
    assert queries.has_newer(slow)
    assert store.manifest(store.published()[uid].manifest).version == 3
