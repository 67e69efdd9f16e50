"""A file becomes what readers see: objects, then state, then one line of the feed."""

import hashlib
from pathlib import Path

import orjson
import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import announced, audited
from tests.factories.portals import a_domain, a_file

from parvis.control.catalog import queries
from parvis.control.catalog.facts import InvalidDataset, InvalidMetadata
from parvis.control.publishing import actions
from parvis.core.errors import Forbidden, NotFound, ParvisError
from parvis.core.fields import FieldType
from parvis.data.store.entries import DatasetPublished, DomainChanged
from parvis.data.store.keys import data_key, manifest_key, report_key
from parvis.data.store.manifest import Grant, Manifest
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db


def publish(source: Path, **values):
    return actions.publish_file(**{"actor": SYSTEM, "source": source, **values})


def shown(store: Store, uid: str) -> Manifest:
    """The manifest that the feed shows now."""
    return store.manifest(store.published()[uid].manifest)


def test_a_file_is_published_with_its_objects_and_one_line(tmp_path: Path, store: Store):
    a_domain("lyon")
    metadata = {"title": "Trees", "license": "ODbL", "fields": [{"name": "name", "facet": True, "label": "Nom"}]}
    published = publish(a_file(tmp_path), domain="lyon", metadata=metadata)
    uid = published.uid
    assert (published.dataset_id, published.version, published.revision, published.current) == ("trees", 1, 1, True)
    assert announced()[1:] == [DatasetPublished(uid, 1, manifest_key(uid, 1))]
    manifest = shown(store, uid)
    assert (manifest.id, manifest.domain, manifest.version, manifest.grants) == ("trees", "lyon", 1, (Grant("public"),))
    assert (manifest.description.title, manifest.description.license) == ("Trees", "ODbL")
    assert [(f.name, f.type) for f in manifest.schema] == [
        ("name", FieldType.TEXT),
        ("height", FieldType.DOUBLE),
        ("planted", FieldType.DATE),
    ]
    assert (manifest.schema.fields[0].facet, manifest.schema.fields[0].label) == (True, "Nom")
    assert audited()[1:] == [("dataset.create", uid), ("dataset.version", uid), ("dataset.publish", uid)]


def test_the_objects_are_those_that_the_manifest_says(tmp_path: Path, store: Store):
    published = publish(a_file(tmp_path))
    data = shown(store, published.uid).data
    assert data is not None
    content = store.objects.get(data_key(published.uid, 1))
    assert (data.rows, data.size, data.checksum) == (3, len(content), hashlib.sha256(content).hexdigest())
    report = store.objects.get(report_key(published.uid, 1))
    assert orjson.loads(report) == orjson.loads(orjson.dumps(published.report.to_dict()))
    assert store.missing_objects() == []
    assert list(store.temporary.iterdir()) == []


def test_without_any_domain_the_first_is_made(tmp_path: Path):
    published = publish(a_file(tmp_path))
    assert published.domain == "data"
    assert isinstance(announced()[0], DomainChanged)


def test_the_same_identifier_again_makes_the_next_version(tmp_path: Path, store: Store):
    publish(a_file(tmp_path), metadata={"title": "Trees", "publisher": "Town"})
    again = publish(a_file(tmp_path, "name,height\nOak,13\n"), metadata={"publisher": "City"})
    assert (again.version, again.revision) == (2, 2)
    manifest = shown(store, again.uid)
    assert (manifest.description.title, manifest.description.publisher) == ("Trees", "City")
    assert [(v.number, v.rows, v.published) for v in queries.versions(None, "trees")] == [(2, 1, True), (1, 3, False)]
    assert store.objects.exists(data_key(again.uid, 1))


def test_a_choice_about_an_absent_field_is_told(tmp_path: Path):
    fields = [{"name": "heigth", "unit": "m"}, {"name": "height", "unit": "m"}]
    published = publish(a_file(tmp_path), metadata={"fields": fields})
    assert [w for w in published.report.warnings if "metadata" in w] == [
        "heigth: the metadata speaks of this field, the file does not have it"
    ]


def test_a_curators_type_survives_the_next_ingest(tmp_path: Path, store: Store):
    publish(a_file(tmp_path), metadata={"fields": [{"name": "height", "type": "text", "label": "Height"}]})
    again = publish(a_file(tmp_path))
    height = shown(store, again.uid).schema.get("height")
    assert height is not None
    assert (height.type, height.label) == (FieldType.TEXT, "Height")


def test_the_same_name_on_two_domains_is_two_datasets(tmp_path: Path, store: Store):
    a_domain("lyon")
    a_domain("paris")
    uids = {publish(a_file(tmp_path), domain=slug).uid for slug in ("lyon", "paris")}
    assert {shown(store, uid).domain for uid in uids} == {"lyon", "paris"}


def test_private_is_kept_until_it_is_taken_back(tmp_path: Path, store: Store):
    uid = publish(a_file(tmp_path), private=True).uid
    assert (shown(store, uid).grants, shown(store, uid).restricted) == ((), True)
    publish(a_file(tmp_path))
    assert shown(store, uid).restricted
    publish(a_file(tmp_path), private=False)
    assert not shown(store, uid).restricted


def test_a_manager_publishes_on_their_domain_only(tmp_path: Path, store: Store):
    a_domain("lyon")
    a_domain("paris")
    assert publish(a_file(tmp_path), actor=manager("paris"), domain="paris").version == 1
    before = (announced(), audited(), list(store.objects.keys()))
    for actor, domain in ((manager("paris"), "lyon"), (STRANGER, "paris"), (STRANGER, None)):
        with pytest.raises(Forbidden):
            publish(a_file(tmp_path), actor=actor, domain=domain)
    assert (announced(), audited(), list(store.objects.keys())) == before


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"domain": "absent"}, NotFound),
        ({"dataset_id": "a b"}, InvalidDataset),
        ({"metadata": {"title": 3}}, InvalidMetadata),
        ({"metadata": {"fields": [{"name": "a", "type": "colour"}]}}, InvalidMetadata),
    ],
)
def test_what_cannot_be_published_changes_nothing(tmp_path: Path, store: Store, values: dict, error: type):
    a_domain("lyon")
    with pytest.raises(error):
        publish(a_file(tmp_path), **values)
    assert (len(announced()), queries.datasets(), list(store.objects.keys())) == (1, [], [])
    assert list(store.temporary.iterdir()) == []


def test_a_file_that_cannot_be_read_leaves_the_published_version(tmp_path: Path, store: Store):
    uid = publish(a_file(tmp_path)).uid
    before = (store.published(), queries.dataset(None, "trees"), list(store.objects.keys()))
    with pytest.raises(ParvisError):
        publish(a_file(tmp_path, ""), metadata={"title": "Other"})
    assert (store.published(), queries.dataset(None, "trees"), list(store.objects.keys())) == before
    assert publish(a_file(tmp_path)).uid == uid
