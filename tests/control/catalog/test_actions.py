"""Datasets as edited: identifiers by domain, statements, grants; readers see nothing of it yet."""

import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import announced, audited
from tests.factories.portals import a_dataset, a_domain

from parvis.control.catalog import actions, queries
from parvis.control.catalog.facts import DatasetExists, DatasetState, InvalidDataset, InvalidMetadata
from parvis.core.errors import Forbidden, NotFound
from parvis.data.store.entries import DomainChanged
from parvis.data.store.manifest import Grant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def domains():
    a_domain("lyon")
    a_domain("paris")


def test_two_domains_may_have_a_dataset_of_the_same_name():
    lyon, paris = a_dataset(domain="lyon"), a_dataset(domain="paris")
    assert (lyon.id, paris.id) == ("trees", "trees")
    assert lyon.uid != paris.uid
    assert [d.uid for d in queries.datasets("paris")] == [paris.uid]
    assert len(queries.datasets()) == 2
    assert queries.dataset(None, "trees") == lyon
    with pytest.raises(DatasetExists):
        a_dataset(domain="lyon")


def test_a_new_dataset_is_a_public_draft_that_nobody_reads_yet():
    dataset = a_dataset(metadata={"title": "Trees", "fields": [{"name": "a", "facet": True}]})
    assert (dataset.state, dataset.version, dataset.rows) == (DatasetState.DRAFT, None, 0)
    assert (dataset.title, dataset.field_choices) == ("Trees", ({"name": "a", "facet": True},))
    assert (dataset.grants, dataset.restricted) == ((Grant("public"),), False)
    assert {type(entry) for entry in announced()} == {DomainChanged}
    assert audited()[-1] == ("dataset.create", dataset.uid)
    assert not queries.is_published("lyon", "trees")


@pytest.mark.parametrize("name", ["", "a b", "é", "-a", "a/b", "a" * 121])
def test_a_name_that_cannot_stand_in_an_address_is_refused(name: str):
    with pytest.raises(InvalidDataset):
        a_dataset(name)
    assert queries.datasets() == []


def test_statements_are_written_once_and_wrong_ones_change_nothing():
    a_dataset(metadata={"title": "Trees"})
    for _ in range(2):
        actions.update_metadata(actor=manager("lyon"), domain="lyon", dataset_id="trees", metadata={"publisher": "P"})
    before = queries.dataset("lyon", "trees")
    with pytest.raises(InvalidMetadata):
        actions.update_metadata(actor=SYSTEM, domain="lyon", dataset_id="trees", metadata={"title": "B", "theme": 3})
    assert queries.dataset("lyon", "trees") == before
    assert before.description.publisher == "P"
    assert [action for action, _ in audited()].count("dataset.metadata") == 1


def test_visibility_leaves_the_grants_of_groups_alone():
    a_dataset(private=True)
    assert queries.dataset("lyon", "trees").restricted
    actions.set_grants(actor=SYSTEM, domain="lyon", dataset_id="trees", grants=[Grant("agents", records=False)])
    shown = actions.set_visibility(actor=SYSTEM, domain="lyon", dataset_id="trees", private=False)
    assert shown.grants == (Grant("public"), Grant("agents", records=False))
    hidden = actions.set_visibility(actor=SYSTEM, domain="lyon", dataset_id="trees", private=True)
    assert hidden.grants == (Grant("agents", records=False),)


@pytest.mark.parametrize(
    "grants",
    [
        [Grant("operator")],
        [Grant("Not a group")] * 1,
        [Grant("public"), Grant("public")],
        [Grant("agents", fields=("name",))],
        [Grant("agents", row_filter="height > 3")],
    ],
)
def test_a_grant_that_means_nothing_is_refused(grants: list[Grant]):
    before = a_dataset()
    with pytest.raises(Exception) as caught:  # noqa: PT011
        actions.set_grants(actor=SYSTEM, domain="lyon", dataset_id="trees", grants=grants)
    assert caught.value.status == 422
    assert queries.dataset("lyon", "trees") == before


@pytest.mark.parametrize("actor", [STRANGER, manager("paris")])
def test_datasets_of_a_domain_are_its_managers_business(actor):
    a_dataset()
    before = (queries.datasets(), audited())
    where = {"actor": actor, "domain": "lyon", "dataset_id": "trees"}
    for attempt in (
        lambda: actions.create_dataset(actor=actor, domain="lyon", dataset_id="mine"),
        lambda: actions.update_metadata(**where, metadata={"title": "Mine"}),
        lambda: actions.set_visibility(**where, private=True),
        lambda: actions.set_grants(**where, grants=[]),
        lambda: actions.mark_withdrawn(**where),
        lambda: actions.mark_published(actor=actor, uid=queries.datasets()[0].uid, version=None, detail={}),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert (queries.datasets(), audited()) == before


def test_an_absent_dataset_is_told():
    with pytest.raises(NotFound, match="the domain lyon has no dataset absent"):
        queries.dataset("lyon", "absent")
    with pytest.raises(NotFound):
        actions.set_visibility(actor=SYSTEM, domain="lyon", dataset_id="absent", private=True)
