"""Objects are whole, durable, and stay below their root."""

from datetime import timedelta
from pathlib import Path

import pytest

from parvis.data.store.local import LocalObjects


def test_bytes_are_read_back_and_replaced_whole(objects: LocalObjects):
    objects.put_bytes("datasets/da_1/1/report.json", b"one")
    objects.put_bytes("datasets/da_1/1/report.json", b"two")
    assert objects.get("datasets/da_1/1/report.json") == b"two"
    assert objects.size("datasets/da_1/1/report.json") == 3


def test_a_stored_file_is_consumed(objects: LocalObjects, tmp_path: Path):
    source = tmp_path / "data.duckdb"
    source.write_bytes(b"rows")
    objects.put_file("datasets/da_1/1/data.duckdb", source)
    assert not source.exists()
    assert objects.local_path("datasets/da_1/1/data.duckdb").read_bytes() == b"rows"


def test_a_folder_is_stored_whole_and_kept_when_it_is_there_already(objects: LocalObjects, tmp_path: Path):
    for content in (b"first", b"second"):
        folder = tmp_path / "words"
        folder.mkdir()
        (folder / "index.json").write_bytes(content)
        objects.put_folder("datasets/da_1/1/words", folder)
        assert not folder.exists()
    assert objects.get("datasets/da_1/1/words/index.json") == b"first"


def test_keys_below_a_prefix_do_not_include_those_of_a_neighbour(objects: LocalObjects):
    for key in ("datasets/da_1/1/a", "datasets/da_1/10/a", "datasets/da_1/1/words/b", "datasets/da_2/1/a"):
        objects.put_bytes(key, b"")
    assert list(objects.keys("datasets/da_1/1")) == ["datasets/da_1/1/a", "datasets/da_1/1/words/b"]
    objects.delete("datasets/da_1/1")
    objects.delete("datasets/da_1/absent")
    assert list(objects.keys()) == ["datasets/da_1/10/a", "datasets/da_2/1/a"]


@pytest.mark.parametrize("key", ["", "/etc/passwd", "a/../../b", "..", "a//b", "a/.partial-1", "a\0b", "a/", "é"])
def test_keys_outside_the_store_are_refused(objects: LocalObjects, key: str):
    with pytest.raises(ValueError, match="not an object key"):
        objects.put_bytes(key, b"")


def test_an_absent_object_is_told(objects: LocalObjects):
    assert not objects.exists("datasets/da_1/1/a")
    with pytest.raises(FileNotFoundError):
        objects.get("datasets/da_1/1/a")


def test_what_an_interrupted_put_left_is_swept_by_age(objects: LocalObjects):
    objects.put_bytes("datasets/da_1/1/a", b"kept")
    (objects.root / "datasets/da_1/1/.partial-00").write_bytes(b"torn")
    assert objects.sweep(timedelta(hours=1)) == 0
    assert list(objects.keys()) == ["datasets/da_1/1/a"]
    assert objects.sweep(timedelta(seconds=-1)) == 1
    assert not (objects.root / "datasets/da_1/1/.partial-00").exists()


def test_a_put_that_fails_leaves_nothing(objects: LocalObjects, tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        objects.put_file("datasets/da_1/1/a", tmp_path / "absent")
    assert list(objects.root.rglob("*.*")) == []
