"""An index appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow
import pytest
from tests.data.engine.builders import schema
from tests.data.engine.words.conftest import MakeIndexed

from parvis.data.engine.table import EVERY_ROW
from parvis.data.engine.words import WordIndex, build, build_from_arrow
from parvis.data.engine.words.layout import MANIFEST
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Word

S = schema(t="text", n="int")


def rows_with(folder: Path, word: str) -> list[int] | None:
    found = WordIndex(folder).find(typed.TextMatch((Word(word),), S.fields[:1]), "UTC", EVERY_ROW)
    return None if found is None else found.rows(100)


def test_a_table_in_memory_is_indexed_alike(tmp_path: Path) -> None:
    rows = pyarrow.table({"t": ["un deux", None, "deux"], "n": [1, 2, 3]})
    build_from_arrow(rows, S, tmp_path / "words")
    assert rows_with(tmp_path / "words", "deux") == [0, 2]


def test_a_failure_leaves_the_former_index_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "words"
    build_from_arrow(pyarrow.table({"t": ["un"], "n": [1]}), S, target)

    def failing(rows: int) -> None:
        raise KeyboardInterrupt

    data = tmp_path / "data.duckdb"
    with duckdb.connect(str(data)) as connection:
        connection.execute("CREATE TABLE rows AS SELECT 'deux' AS t, 2::BIGINT AS n")
    with pytest.raises(KeyboardInterrupt):
        build(data, S, target, progress=failing)
    assert rows_with(target, "un") == [0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.duckdb", "words"]


def test_building_again_replaces_the_index_and_tells_its_progress(tmp_path: Path) -> None:
    data, target, told = tmp_path / "data.duckdb", tmp_path / "words", list[int]()
    with duckdb.connect(str(data)) as connection:
        connection.execute("CREATE TABLE rows AS SELECT 'mot' AS t, range AS n FROM range(5)")
    build(data, S, target)
    build(data, S, target, progress=told.append, part_rows=2)
    assert told == [2, 4, 5]
    assert rows_with(target, "mot") == [0, 1, 2, 3, 4]


def test_an_index_of_another_format_is_refused(make_indexed: MakeIndexed) -> None:
    table = make_indexed(S, [{"t": "mot", "n": 1}])
    assert table.words is not None
    manifest = table.words / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b'"format":2', b'"format":1'))
    with pytest.raises(ValueError, match="build it again"):
        WordIndex.open(table.words)


def test_an_empty_table_has_an_index_that_finds_nothing(make_indexed: MakeIndexed) -> None:
    table = make_indexed(S, [])
    assert table.words is not None
    assert rows_with(table.words, "mot") == []


def test_no_room_is_taken_by_documents_that_nobody_asks_for(tmp_path: Path) -> None:
    rows = pyarrow.table({"t": ["mot"] * 5000, "n": list(range(5000))})
    build_from_arrow(rows, S, tmp_path / "words")
    sizes = [store.stat().st_size for store in tmp_path.glob("words/*/*.store")]
    assert sizes
    assert max(sizes) < 1000
    assert rows_with(tmp_path / "words", "autre") == []
