"""A store is opened where it is, keeps its secret, and knows what it lacks."""

from pathlib import Path

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata.description import Description
from parvis.data.store.entries import DatasetPublished, DatasetWithdrawn, WordsReady
from parvis.data.store.keys import data_key, manifest_key, words_prefix
from parvis.data.store.manifest import DataFile, Grant, Manifest
from parvis.data.store.store import Store


def manifest(uid: str = "da_1", revision: int = 1) -> Manifest:
    at = "2026-01-01T00:00:00.000000+00:00"
    return Manifest(
        uid=uid,
        id="trees",
        domain="lyon",
        revision=revision,
        version=1,
        published_at=at,
        data_processed=at,
        metadata_processed=at,
        schema=Schema.of([Field("name", FieldType.TEXT)]),
        description=Description(title="Trees", theme=("Nature",)),
        grants=(Grant("public", "height > 3", ("name",)),),
        data=DataFile(data_key(uid, 1), 3, 4, "ab"),
    )


def test_opening_twice_gives_the_same_secret_for_its_owner_only(tmp_path: Path):
    first, second = Store.open(tmp_path), Store.open(tmp_path)
    assert first.secret == second.secret
    assert len(first.secret) == 32
    assert (tmp_path / "store" / "secret").stat().st_mode & 0o077 == 0


def test_a_manifest_is_read_back_as_it_was_written(tmp_path: Path):
    store = Store.open(tmp_path)
    store.put_manifest("datasets/da_1/manifests/1.json", manifest())
    assert store.manifest("datasets/da_1/manifests/1.json") == manifest()


def test_the_last_publication_of_each_dataset_is_what_is_published(tmp_path: Path):
    store = Store.open(tmp_path)
    for revision in (1, 2):
        store.feed.append(DatasetPublished("da_1", revision, manifest_key("da_1", revision)))
    store.feed.append(DatasetPublished("da_2", 1, manifest_key("da_2", 1)))
    store.feed.append(DatasetWithdrawn("da_2", 2))
    assert store.published() == {"da_1": DatasetPublished("da_1", 2, manifest_key("da_1", 2))}


def test_published_objects_that_are_gone_are_named(tmp_path: Path):
    store = Store.open(tmp_path)
    key = manifest_key("da_1", 1)
    store.feed.append(DatasetPublished("da_1", 1, key))
    store.feed.append(WordsReady("da_1", 1, words_prefix("da_1", 1)))
    assert store.missing_objects() == [key]
    store.put_manifest(key, manifest())
    assert store.missing_objects() == [data_key("da_1", 1), words_prefix("da_1", 1)]
