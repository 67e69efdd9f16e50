"""A restored backup of the database or of the store alone is brought in line, and nothing published is written over."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import serializers
from tests.factories.actors import SYSTEM
from tests.factories.portals import a_dataset, a_file

from parvis.control.catalog import queries
from parvis.control.catalog.facts import DatasetState
from parvis.control.catalog.models import Dataset, DatasetVersion
from parvis.control.outbox.models import OutboxLine
from parvis.control.publishing import actions
from parvis.control.publishing.reconciliation import reconcile
from parvis.control.publishing.recovery import recover
from parvis.control.publishing.stores import _opened
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db
TREES = {"actor": SYSTEM, "domain": None, "dataset_id": "trees"}


@pytest.fixture
def uid(tmp_path: Path) -> str:
    return actions.publish_file(actor=SYSTEM, source=a_file(tmp_path)).uid


def restored_store(home: Path, change: Callable[[], object]) -> Store:
    """Make a change, then put the store back as it was before."""
    shutil.copytree(home / "store", home / "backup")
    change()
    shutil.rmtree(home / "store")
    (home / "backup").rename(home / "store")
    _opened.cache_clear()
    return Store.open(home)


def restored_database(change: Callable[[], object]) -> None:
    """Make a change, then put datasets, versions and outbox back as they were before."""
    kept = [*Dataset.objects.all(), *DatasetVersion.objects.all(), *OutboxLine.objects.all()]
    backup = serializers.serialize("json", kept)
    change()
    for model in (DatasetVersion, Dataset, OutboxLine):
        model.objects.all().delete()
    for row in serializers.deserialize("json", backup):
        row.save()


def test_an_older_store_gets_the_news_whose_objects_it_has(home: Path, uid: str):
    store = restored_store(home, lambda: actions.unpublish(**TREES))
    assert list(store.published()) == [uid]
    assert not reconcile()
    assert store.published() == {}
    assert reconcile()


def test_a_dataset_whose_objects_are_lost_goes_back_to_what_is_published(tmp_path: Path, home: Path, uid: str):
    other = "name,height\nOak,13.5\n"
    store = restored_store(home, lambda: actions.publish_file(actor=SYSTEM, source=a_file(tmp_path, other)))
    recover()
    assert reconcile()
    dataset = queries.dataset(None, "trees")
    assert (dataset.version, [v.number for v in queries.versions(None, "trees")]) == (1, [1])
    again = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path))
    assert (again.version, store.manifest(store.published()[uid].manifest).version) == (3, 3)
    assert store.missing_objects() == []


def test_a_dataset_that_was_never_in_the_older_store_is_off(tmp_path: Path, home: Path, uid: str):
    source = a_file(tmp_path, name="other.csv")
    restored_store(home, lambda: actions.publish_file(actor=SYSTEM, source=source))
    recover()
    other = queries.dataset(None, "other")
    assert (other.state, other.version) == (DatasetState.WITHDRAWN, None)
    assert queries.is_published(None, "trees")


def test_an_older_database_never_writes_over_what_is_published(tmp_path: Path, store: Store, uid: str):
    restored_database(lambda: actions.publish_file(actor=SYSTEM, source=a_file(tmp_path)))
    before = {key: store.objects.get(key) for key in store.objects.keys("datasets")}
    recover()
    again = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path))
    assert (again.version, again.revision) == (3, 3)
    assert {key: store.objects.get(key) for key in before} == before


def test_in_line_nothing_is_done(uid: str):
    a_dataset("draft", domain="data")
    before = queries.datasets()
    assert reconcile()
    assert queries.datasets() == before
