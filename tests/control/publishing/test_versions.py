"""Versions that stay: what is known of them, how they are joined, kept and deleted."""

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import audited
from tests.factories.portals import a_domain, a_file

from parvis.control.audit.queries import lines
from parvis.control.catalog import queries, retention
from parvis.control.catalog.facts import Mode, VersionInUse
from parvis.control.catalog.models import Dataset
from parvis.control.catalog.rules.retention import Retention
from parvis.control.jobs.worker import run_waiting
from parvis.control.publishing import actions, deleting
from parvis.control.publishing.costs import costs
from parvis.control.publishing.deleting import delete_version, keep_versions, sweep
from parvis.control.publishing.recovery import recover
from parvis.control.publishing.upgrading import index_versions
from parvis.core.errors import Forbidden, InvalidParameter, NotFound
from parvis.data.store.keys import data_key, manifest_key, words_prefix
from parvis.data.store.store import Store
from parvis.data.store.versions import VersionDeleted, VersionIndex

pytestmark = pytest.mark.django_db
NOW = timedelta(0)
TREES = {"actor": SYSTEM, "domain": "lyon", "dataset_id": "trees"}


@pytest.fixture(autouse=True)
def domain():
    a_domain("lyon")


def published(folder: Path, text: str = "code,height\nA,1\nB,2\n", **members) -> str:
    """The uid of the dataset after these rows are published."""
    return actions.publish_file(source=a_file(folder, text), **{**TREES, **members}).uid


def index(store: Store, uid: str) -> VersionIndex:
    """What readers learn of the versions."""
    manifest = store.manifest(store.published()[uid].manifest)
    assert manifest.versions is not None
    return store.versions(manifest.versions)


def rows(store: Store, uid: str) -> list[tuple[object, ...]]:
    """The rows that readers see."""
    data = store.manifest(store.published()[uid].manifest).data
    assert data is not None
    with duckdb.connect(str(store.objects.local_path(data.key)), read_only=True) as connection:
        return connection.execute("SELECT * FROM rows ORDER BY rowid").fetchall()


def test_readers_learn_what_each_version_is(tmp_path: Path, store: Store):
    published(tmp_path, reason="First count")
    uid = published(tmp_path, "code,height\nA,1\n", actor=manager("lyon"), reason="x" * 900)
    one, two = index(store, uid).versions
    assert (one.number, one.author, one.reason) == (1, "system", "First count")
    assert (one.mode, one.source) == ("replace", "trees.csv")
    assert (two.author, len(two.reason), two.data.rows) == (manager("lyon").label, 500, 1)
    assert len(one.fingerprint) == len(one.data.checksum) == 64


def test_the_timeline_tells_what_was_shown_when(tmp_path: Path, store: Store):
    published(tmp_path)
    uid = published(tmp_path, "code,height\nA,1\n")
    actions.publish_metadata(**TREES, metadata={"title": "Trees"})
    actions.rollback(**TREES, version=1)
    actions.unpublish(**TREES)
    actions.rollback(**TREES, version=2)
    found = index(store, uid)
    assert [number for _, number in found.shown] == [1, 2, 1, 0, 2]
    instants = [since for since, _ in found.shown]
    assert instants == sorted(instants)
    assert [found.at(since) for since in instants] == [1, 2, 1, None, 2]
    assert found.at("2001") is None


def test_labels_of_an_old_version_stay_what_they_were(tmp_path: Path, store: Store):
    fields = [{"name": "height", "label": "Height"}]
    published(tmp_path, metadata={"fields": fields})
    uid = published(tmp_path, "code,height\nA,1\n", metadata={"fields": [{"name": "height", "label": "Hauteur"}]})
    assert [v.schema.by_name["height"].label for v in index(store, uid).versions] == ["Height", "Hauteur"]


def test_a_rolled_back_version_is_byte_for_byte_what_it_was(tmp_path: Path, store: Store):
    uid = published(tmp_path)
    before = store.objects.get(data_key(uid, 1))
    published(tmp_path, "code,height\nA,1\n")
    actions.rollback(**TREES, version=1)
    data = store.manifest(store.published()[uid].manifest).data
    assert data is not None
    assert store.objects.get(data.key) == before
    line = next(line for line in lines() if line.action == "dataset.publish")
    assert (line.detail["version"], line.detail["what"]) == (1, "rollback")


# ------------------------------------------------------------------ modes


def test_rows_are_appended_to_those_that_readers_see(tmp_path: Path, store: Store):
    published(tmp_path)
    published(tmp_path, "code,height\nZ,9\n")
    actions.rollback(**TREES, version=1)
    uid = published(tmp_path, "code,height\nC,3\n", mode=Mode.APPEND)
    assert rows(store, uid) == [("A", 1), ("B", 2), ("C", 3)]
    assert index(store, uid).versions[-1].mode == "append"


def test_rows_are_upserted_by_the_key_given_or_declared(tmp_path: Path, store: Store):
    published(tmp_path)
    published(tmp_path, "code,height\nB,20\nC,30\n", mode=Mode.UPSERT, key=["code"])
    metadata = {"fields": [{"name": "code", "key": True}]}
    uid = published(tmp_path, "code,height\nC,31\n", mode=Mode.UPSERT, metadata=metadata)
    assert sorted(rows(store, uid)) == [("A", 1), ("B", 20), ("C", 31)]


def test_the_types_of_the_dataset_hold_for_what_is_added(tmp_path: Path, store: Store):
    uid = published(tmp_path, "code,height\n01,1.5\n02,2.5\n", metadata={"fields": [{"name": "code", "type": "text"}]})
    published(tmp_path, "code,height\n3,7\n", mode=Mode.APPEND)
    assert rows(store, uid)[-1] == ("3", 7.0)


def test_the_first_rows_of_a_dataset_replace_nothing(tmp_path: Path, store: Store):
    uid = published(tmp_path, mode=Mode.UPSERT, key=["code"])
    assert index(store, uid).versions[0].mode == "replace"


@pytest.mark.parametrize("members", [{"mode": Mode.UPSERT}, {"mode": Mode.APPEND, "key": ["code"]}, {"key": ["code"]}])
def test_a_key_belongs_to_an_upsert(tmp_path: Path, members: dict):
    published(tmp_path)
    with pytest.raises(InvalidParameter):
        published(tmp_path, **members)
    assert len(queries.versions("lyon", "trees")) == 1


# ------------------------------------------------------------------ equal rows, costs


def test_equal_rows_are_stored_once(tmp_path: Path, store: Store):
    uid = published(tmp_path)
    run_waiting()
    published(tmp_path, "code,height\nA,1\n")
    published(tmp_path)
    run_waiting()
    one, _, three = index(store, uid).versions
    assert (three.data, index(store, uid).shared(three)) == (one.data, [1])
    assert not store.objects.exists(data_key(uid, 3))
    assert not store.objects.exists(words_prefix(uid, 3))
    cost = costs(uid, queries.versions("lyon", "trees"))
    assert (cost[1].shared > 0, cost[2].shared, cost[3].shared) == (True, 0, cost[1].shared)
    assert store.missing_objects() == []


# ------------------------------------------------------------------ deleting


def three(folder: Path) -> str:
    """The uid of a dataset with three versions of other rows each."""
    for number in (1, 2, 3):
        uid = published(folder, f"code,height\nA,{number}\n")
    return uid


def test_a_deleted_version_leaves_a_tombstone_and_its_objects_go_later(tmp_path: Path, store: Store):
    uid = three(tmp_path)
    delete_version(**TREES, version=2, reason="Names of people")
    gone = index(store, uid).by_number[2]
    assert (gone.deleted is not None, gone.deleted_reason, gone.data.rows) == (True, "Names of people", 1)
    assert ("dataset.version.delete", uid) in audited()
    with pytest.raises(VersionDeleted):
        actions.rollback(**TREES, version=2)
    assert sweep() == 0
    assert store.objects.exists(data_key(uid, 2))
    assert (sweep(older_than=NOW), sweep(older_than=NOW)) == (1, 0)
    assert not list(store.objects.keys(f"datasets/{uid}/2"))
    assert len(list(store.objects.keys(f"datasets/{uid}/versions"))) == 1
    assert store.missing_objects() == []
    recover(older_than=NOW)
    assert [v.number for v in queries.versions("lyon", "trees")] == [3, 1]


def test_the_current_version_is_never_deleted(tmp_path: Path, store: Store):
    uid = three(tmp_path)
    actions.rollback(**TREES, version=1)
    for version, error in ((1, VersionInUse), (9, NotFound)):
        with pytest.raises(error):
            delete_version(**TREES, version=version, reason="no")
    actions.unpublish(**TREES)
    with pytest.raises(VersionInUse):
        delete_version(**TREES, version=1, reason="no")
    assert [v.deleted for v in queries.history(uid)] == [None] * 3


def test_rows_that_another_version_shares_stay(tmp_path: Path, store: Store):
    uid = published(tmp_path)
    published(tmp_path, "code,height\nA,1\n")
    published(tmp_path)
    delete_version(**TREES, version=1, reason="old")
    assert sweep(older_than=NOW) == 0
    assert rows(store, uid) == [("A", 1), ("B", 2)]
    actions.rollback(**TREES, version=2)
    delete_version(**TREES, version=3, reason="old too", at_once=True)
    assert {key.split("/")[2] for key in store.objects.keys(f"datasets/{uid}")} == {"2", "manifests", "versions"}


def test_a_policy_prunes_now_and_after_each_publication(tmp_path: Path, store: Store):
    uid = three(tmp_path)
    assert keep_versions(**TREES, policy=Retention.read("last:2")) == [1]
    published(tmp_path, "code,height\nA,4\n")
    run_waiting()
    found = {v.number: v.deleted_reason for v in index(store, uid).versions if v.deleted}
    assert found == {1: "kept: last:2", 2: "kept: last:2"}
    assert retention.retention("lyon", "trees") == Retention("last", 2)


@pytest.mark.parametrize("actor", [STRANGER, manager("paris")])
def test_only_managers_delete_and_say_what_is_kept(tmp_path: Path, actor):
    three(tmp_path)
    before = audited()
    for attempt in (
        lambda: delete_version(**{**TREES, "actor": actor}, version=1, reason="mine"),
        lambda: keep_versions(**{**TREES, "actor": actor}, policy=Retention("last", 1)),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert audited() == before


@pytest.mark.parametrize("broken", ["release", "drain"])
def test_a_deletion_that_breaks_is_whole_or_not_at_all(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, broken: str
):
    uid = three(tmp_path)

    def fail(*_, **__):
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(deleting, broken, fail)
        with pytest.raises(OSError, match="no space"):
            delete_version(**TREES, version=1, reason="x")
    recover(older_than=NOW)
    told = [v.number for v in index(store, uid).versions if v.deleted]
    assert told == [v.number for v in queries.history(uid) if v.deleted] == ([] if broken == "release" else [1])
    assert store.objects.exists(data_key(uid, 1))


def test_a_sweep_that_breaks_is_done_by_the_next(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch):
    uid = three(tmp_path)
    delete_version(**TREES, version=1, reason="x")

    def fail(_):
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(deleting.retention, "swept", fail)
        with pytest.raises(OSError, match="killed"):
            sweep(older_than=NOW)
    assert sweep(older_than=NOW) == 1
    assert rows(store, uid) == [("A", 3)]


def test_what_an_older_parvis_published_is_indexed_by_an_upgrade(tmp_path: Path, store: Store):
    uid = three(tmp_path)
    Dataset.objects.update(shown=[])
    for revision in (1, 2, 3):
        manifest = store.manifest(manifest_key(uid, revision))
        store.put_manifest(
            manifest_key(uid, revision), type(manifest).from_dict({**manifest.to_dict(), "versions": None})
        )
    assert index_versions() == ["lyon/trees"]
    assert [number for _, number in index(store, uid).shown] == [1, 2, 3]
    assert index_versions() == []
