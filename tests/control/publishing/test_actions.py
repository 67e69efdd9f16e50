"""What is published changes by one line of the feed, forwards and backwards."""

from pathlib import Path

import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import announced, audited
from tests.factories.portals import a_domain, a_file

from parvis.control.catalog import queries
from parvis.control.catalog.facts import DatasetState, InvalidMetadata
from parvis.control.publishing import actions
from parvis.core.errors import Forbidden, NotFound
from parvis.data.store.entries import DatasetWithdrawn
from parvis.data.store.manifest import Grant, Manifest
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db
TREES = {"domain": "lyon", "dataset_id": "trees"}
SYSTEM_TREES = {"actor": SYSTEM, **TREES}


@pytest.fixture(autouse=True)
def published(tmp_path: Path) -> str:
    """The uid of a dataset with two versions, of 3 rows then 1."""
    a_domain("lyon")
    actions.publish_file(actor=SYSTEM, source=a_file(tmp_path), domain="lyon", metadata={"title": "Trees"})
    source = a_file(tmp_path, "name,height\nOak,13.5\n")
    return actions.publish_file(actor=SYSTEM, source=source, domain="lyon").uid


def shown(store: Store, uid: str) -> Manifest:
    """The manifest that the feed shows now."""
    return store.manifest(store.published()[uid].manifest)


def test_metadata_is_published_with_the_same_rows(store: Store, published: str):
    before = shown(store, published)
    fields = [{"name": "height", "label": "Height", "unit": "m"}]
    actions.publish_metadata(**SYSTEM_TREES, metadata={"title": "Old trees", "fields": fields})
    after = shown(store, published)
    assert (after.revision, after.version, after.data) == (3, before.version, before.data)
    assert after.description.title == "Old trees"
    assert [(f.name, f.label or f.name, f.unit) for f in after.schema][1] == ("height", "Height", "m")
    assert after.metadata_processed > before.metadata_processed
    assert after.data_processed == before.data_processed


def test_a_type_that_needs_the_rows_again_is_refused_whole(store: Store, published: str):
    with pytest.raises(InvalidMetadata, match="height"):
        actions.publish_metadata(
            **SYSTEM_TREES, metadata={"title": "B", "fields": [{"name": "height", "type": "text"}]}
        )
    assert queries.dataset("lyon", "trees").title == "Trees"
    assert shown(store, published).revision == 2


def test_rollback_shows_older_rows_under_a_new_revision(store: Store, published: str):
    actions.rollback(**SYSTEM_TREES, version=1)
    manifest = shown(store, published)
    assert manifest.data is not None
    assert (manifest.version, manifest.revision, manifest.data.rows, len(manifest.schema)) == (1, 3, 3, 3)
    assert [(v.number, v.published) for v in queries.versions("lyon", "trees")] == [(2, False), (1, True)]
    with pytest.raises(NotFound):
        actions.rollback(**SYSTEM_TREES, version=3)


def test_after_a_rollback_the_next_file_is_a_new_version(tmp_path: Path, store: Store, published: str):
    actions.rollback(**SYSTEM_TREES, version=1)
    again = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path), domain="lyon")
    assert (again.version, again.revision) == (3, 4)
    assert shown(store, published).version == 3


def test_unpublishing_withdraws_and_keeps_the_versions(store: Store, published: str):
    for _ in range(2):
        actions.unpublish(**SYSTEM_TREES)
    assert store.published() == {}
    assert announced()[-1] == DatasetWithdrawn(published, 3)
    assert queries.dataset("lyon", "trees").state == DatasetState.WITHDRAWN
    assert not queries.is_published("lyon", "trees")
    actions.rollback(**SYSTEM_TREES, version=2)
    assert shown(store, published).revision == 4


def test_grants_and_visibility_reach_readers_at_once(store: Store, published: str):
    grants = [Grant("agents", "height > 3", ("name",))]
    actions.publish_grants(**SYSTEM_TREES, grants=grants)
    assert (shown(store, published).grants, shown(store, published).restricted) == (tuple(grants), True)
    actions.publish_visibility(**SYSTEM_TREES, private=False)
    assert shown(store, published).grants == (Grant("public"), *grants)


def test_grants_of_a_withdrawn_dataset_publish_nothing(store: Store, published: str):
    actions.unpublish(**SYSTEM_TREES)
    actions.publish_visibility(**SYSTEM_TREES, private=True)
    assert store.published() == {}
    assert queries.dataset("lyon", "trees").restricted


@pytest.mark.parametrize(
    "grant", [Grant("agents", "heigth > 3"), Grant("agents", "height >"), Grant("agents", fields=("absent",))]
)
def test_a_grant_that_does_not_fit_the_fields_is_refused(store: Store, published: str, grant: Grant):
    with pytest.raises(Exception) as caught:  # noqa: PT011
        actions.publish_grants(**SYSTEM_TREES, grants=[grant])
    assert 400 <= caught.value.status < 500
    assert shown(store, published).revision == 2


@pytest.mark.parametrize("actor", [STRANGER, manager("paris")])
def test_without_the_right_nothing_changes(store: Store, actor):
    before = (audited(), announced(), queries.datasets())
    for attempt in (
        lambda: actions.publish_metadata(actor=actor, **TREES, metadata={"title": "Mine"}),
        lambda: actions.publish_visibility(actor=actor, **TREES, private=True),
        lambda: actions.publish_grants(actor=actor, **TREES, grants=[]),
        lambda: actions.unpublish(actor=actor, **TREES),
        lambda: actions.rollback(actor=actor, **TREES, version=1),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert (audited(), announced(), queries.datasets()) == before
