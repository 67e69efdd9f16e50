"""What a dataset is made from decides under which licence it may be published."""

from pathlib import Path

import pytest
from tests.factories.actors import STRANGER, SYSTEM
from tests.factories.outcomes import audited
from tests.factories.portals import a_domain

from parvis.control.audit.queries import lines
from parvis.control.catalog import parents, queries
from parvis.control.catalog.facts import DeclaredParent, DerivationConflict, InvalidParent
from parvis.control.catalog.rules.derivation import Standing
from parvis.control.publishing import actions
from parvis.core.errors import Forbidden, NotFound
from parvis.data.ingest.processors import Pipeline
from parvis.data.licensing.facts import UnknownLicense
from parvis.data.store.keys import manifest_key
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db

JOIN = Pipeline.from_dict(
    {"steps": [{"processor": "join", "parameters": {"dataset": "towns", "on": {"code": "code"}, "take": ["town"]}}]}
)


@pytest.fixture(autouse=True)
def towns(store: Store, tmp_path: Path):
    a_domain("lyon")
    publish(tmp_path, "towns", "ODbL-1.0", text="code,town\na,Lyon\n")


def publish(folder: Path, dataset_id: str, license: str | None = None, text: str = "code,n\na,1\n", **values):
    path = folder / f"{dataset_id}.csv"
    path.write_text(text)
    metadata = {"license": license} if license else {}
    return actions.publish_file(actor=SYSTEM, domain="lyon", source=path, metadata=metadata, **values)


def declare(dataset_id: str, *declared: DeclaredParent, actor=SYSTEM):
    return parents.declare_parents(actor=actor, domain="lyon", dataset_id=dataset_id, parents=declared)


def relicense(dataset_id: str, license: str):
    return actions.publish_metadata(actor=SYSTEM, domain="lyon", dataset_id=dataset_id, metadata={"license": license})


def manifest(store: Store, dataset_id: str):
    facts = queries.dataset("lyon", dataset_id)
    return store.manifest(manifest_key(facts.uid, facts.revision))


def standing(dataset_id: str) -> Standing | None:
    found = parents.judgement(queries.dataset("lyon", dataset_id))
    return found.standing if found else None


FROM_TOWNS = DeclaredParent("towns")


def test_a_join_that_the_licences_refuse_is_not_published(tmp_path: Path, store: Store):
    with pytest.raises(DerivationConflict) as refused:
        publish(tmp_path, "trees", "CC-BY-4.0", pipeline=JOIN)
    assert refused.value.params["lawful"] == ["ODbL-1.0"]
    assert "towns (ODbL-1.0)" in refused.value.message
    assert refused.value.hint
    assert queries.dataset("lyon", "trees").revision == 0


def test_a_lawful_join_is_published_with_its_parent_and_where_share_alike_is_met(tmp_path: Path, store: Store):
    publish(tmp_path, "trees", "ODbL-1.0", pipeline=JOIN)
    shown = manifest(store, "trees").derivation
    assert [(p["dataset_id"], p["version"], p["how"]) for p in shown["parents"]] == [("towns", 1, "join")]
    assert shown["share_alike"][0]["redistribution"] == "/api/explore/v2.1/catalog/datasets/trees/exports/csv"
    assert shown["share_alike"][0]["standing"] == "met"
    assert manifest(store, "towns").derivation is None


def test_a_pipeline_without_the_join_forgets_the_parent(tmp_path: Path, store: Store):
    publish(tmp_path, "trees", "ODbL-1.0", pipeline=JOIN)
    publish(tmp_path, "trees", pipeline=Pipeline())
    assert manifest(store, "trees").derivation is None


def test_a_declared_conflict_stops_the_next_publication_until_a_way_out_is_taken(tmp_path: Path, store: Store):
    publish(tmp_path, "trees", "etalab-2.0")
    assert declare("trees", FROM_TOWNS).standing is Standing.CONFLICT
    before = manifest(store, "trees")
    with pytest.raises(DerivationConflict):
        publish(tmp_path, "trees", text="code,n\nb,2\n")
    assert manifest(store, "trees") == before
    relicense("trees", "ODbL")
    assert standing("trees") is Standing.SETTLED


def test_a_written_permission_is_a_way_out_for_the_licence_it_is_about(tmp_path: Path):
    publish(tmp_path, "trees", "CC-BY-4.0")
    assert declare("trees", DeclaredParent("towns", evidence="letter of 3 May")).standing is Standing.SETTLED
    with pytest.raises(DerivationConflict):
        relicense("trees", "etalab-2.0")


def test_two_sources_that_exclude_each_other_leave_no_licence(tmp_path: Path):
    publish(tmp_path, "trees", "ODbL-1.0")
    outside = DeclaredParent("https://example.org/data", license="CC BY-SA 4.0")
    found = declare("trees", FROM_TOWNS, outside)
    assert (found.standing, found.lawful) == (Standing.CONFLICT, ())
    assert found.ways_out


def test_what_stays_inside_is_not_refused_but_opening_it_is(tmp_path: Path):
    publish(tmp_path, "trees", "CC-BY-4.0", pipeline=JOIN, private=True)
    with pytest.raises(DerivationConflict):
        actions.publish_visibility(actor=SYSTEM, domain="lyon", dataset_id="trees", private=False)
    assert queries.dataset("lyon", "trees").restricted


def test_another_licence_of_a_parent_reopens_the_question(tmp_path: Path):
    publish(tmp_path, "trees", "ODbL-1.0", pipeline=JOIN)
    relicense("towns", "etalab-2.0")
    assert standing("trees") is Standing.REOPENED
    told = [line.detail for line in lines(limit=100) if line.action == "dataset.derivation.reopened"]
    assert told == [{"id": "trees", "parent": "towns", "from": "ODbL-1.0", "to": "etalab-2.0"}]
    publish(tmp_path, "trees")
    assert standing("trees") is Standing.SETTLED


def test_a_stricter_licence_of_a_parent_shows_the_conflict(tmp_path: Path):
    publish(tmp_path, "trees", "ODbL-1.0", pipeline=JOIN)
    relicense("towns", "CC-BY-SA-4.0")
    assert [(one.id, found.standing) for one, found in parents.derived("lyon")] == [("trees", Standing.CONFLICT)]


def test_a_typing_change_of_the_same_licence_reopens_nothing(tmp_path: Path):
    publish(tmp_path, "trees", "ODbL-1.0", pipeline=JOIN)
    relicense("towns", "Open Database License (ODbL)")
    assert standing("trees") is Standing.SETTLED


@pytest.mark.parametrize("license", ["CC BY", "Licence Ouverte", "CC-BY-4.0", "OGL-UK-3.0"])
def test_a_licence_without_version_or_outside_the_usual_ones_is_understood(tmp_path: Path, license: str):
    publish(tmp_path, "trees", license)
    assert declare("trees", DeclaredParent("https://example.org/", license="CC0")).standing is Standing.SETTLED


@pytest.mark.parametrize("license", ["CC-BY-3.0", "OGL-UK-2.0", "CC-BY-SA-3.0"])
def test_the_licence_of_all_parents_may_be_kept(tmp_path: Path, license: str):
    publish(tmp_path, "trees", license)
    assert declare("trees", DeclaredParent("https://example.org/", license=license)).standing is Standing.SETTLED


def test_a_parent_of_the_portal_without_licence_is_listed_and_stops_nothing(tmp_path: Path):
    publish(tmp_path, "codes", text="code\na\n")
    publish(tmp_path, "trees", "etalab-2.0")
    assert declare("trees", DeclaredParent("codes")).standing is Standing.UNSTATED
    publish(tmp_path, "trees", text="code,n\nc,3\n")


@pytest.mark.parametrize(
    ("declared", "error"),
    [
        (DeclaredParent("trees"), InvalidParent),
        (DeclaredParent("nothing"), NotFound),
        (DeclaredParent("towns", version=9), NotFound),
        (DeclaredParent("ftp://example.org/", license="CC0"), InvalidParent),
        (DeclaredParent("https://example.org/", license="zzz"), UnknownLicense),
    ],
)
def test_what_cannot_be_a_parent_is_refused(tmp_path: Path, declared: DeclaredParent, error: type[Exception]):
    publish(tmp_path, "trees", "ODbL-1.0")
    declare("trees", FROM_TOWNS)
    with pytest.raises(error):
        declare("trees", declared)
    assert [one.reference for one in parents.parents(queries.dataset("lyon", "trees").uid)] == ["towns"]


def test_a_dataset_is_not_its_own_ancestor_and_no_strangers_decide(tmp_path: Path):
    publish(tmp_path, "trees", "ODbL-1.0")
    declare("trees", FROM_TOWNS)
    with pytest.raises(InvalidParent):
        declare("towns", DeclaredParent("trees"))
    with pytest.raises(Forbidden):
        declare("trees", actor=STRANGER)


def test_declaring_the_same_again_writes_nothing(tmp_path: Path):
    publish(tmp_path, "trees", "ODbL-1.0")
    for _ in range(2):
        declare("trees", FROM_TOWNS)
    assert [action for action, _ in audited()].count("dataset.parents") == 1
    assert declare("trees") is None
