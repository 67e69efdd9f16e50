"""Descriptions beside a file."""

from pathlib import Path

import orjson
import pytest
from tests.data.metadata.dialects.full import FILES, FULL

from parvis.data.ingest.sidecars import described
from parvis.data.ingest.suggestions import suggestions
from parvis.data.metadata.dialects import DIALECTS, write


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    file = tmp_path / "trees.csv"
    file.write_text("code\n1\n")
    return file


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_description_beside_a_file_is_read_whatever_its_dialect(trees: Path, dialect: str) -> None:
    end = "xml" if dialect == "iso19139" else "json"
    trees.with_name(f"metadata.{end}").write_bytes(write(dialect, FULL))
    found = suggestions(trees, "csv")
    assert found["title"] == "Stations de vélos"
    assert found["keyword"][0].replace("é", "e") == "velo"
    assert "fields" not in found


def test_columns_are_told_when_the_description_is_of_one_file(trees: Path) -> None:
    one = write("datapackage", FULL.from_dict(FULL.to_dict() | {"distributions": [FILES[0].to_dict()]}))
    trees.with_name("datapackage.json").write_bytes(one)
    assert described(trees)["fields"][1] == {"name": "capacity", "label": "Capacité", "type": "int", "unit": "place"}


def test_the_description_of_the_file_goes_over_that_of_the_folder(trees: Path) -> None:
    package = {"name": "folder", "title": "Folder", "version": "1", "keywords": ["x"], "resources": [{"path": "a"}]}
    trees.with_name("datapackage.json").write_bytes(orjson.dumps(package))
    trees.with_name("trees.json").write_bytes(orjson.dumps(package | {"title": "Trees", "keywords": []}))
    assert described(trees) == {"title": "Trees", "keyword": ["x"]}


@pytest.mark.parametrize("content", [b"", b"{}", b"<a/>", b"\xff", b'{"resources": 3}', b"[" * 5_000])
def test_other_files_say_nothing(trees: Path, content: bytes) -> None:
    for name in ("metadata.json", "trees.xml", "datapackage.json", "other.json"):
        trees.with_name(name).write_bytes(content)
    assert described(trees) == {}


def test_the_file_itself_is_not_its_description(tmp_path: Path) -> None:
    file = tmp_path / "datapackage.json"
    file.write_bytes(write("datapackage", FULL))
    assert described(file) == {}
