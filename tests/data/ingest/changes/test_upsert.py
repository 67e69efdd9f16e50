"""Rows by key: added, replaced, taken away; everything else as it was."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.data.ingest import IngestOptions, ingest
from parvis.data.ingest.changes import read_changes, upsert
from parvis.data.ingest.errors import IngestError

TREES = """code,name,height,planted,place
A1,Oak,12.5,2001-03-04,"45.7,4.8"
A2,Lime,9,1999-11-30,
A3,Elm,7,2010-01-01,
"""


def lines(*operations: tuple[str, dict[str, object]]) -> list[bytes]:
    """Operations as the spool keeps them."""
    return [json.dumps({kind: record}).encode() for kind, record in operations]


def merged(folder: Path, *operations: tuple[str, dict[str, object]], key: str = "code") -> tuple[Path, object]:
    """The trees after these operations."""
    source = folder / "trees.csv"
    source.write_text(TREES)
    before, after = folder / "before.duckdb", folder / "after.duckdb"
    first = ingest(source, before, IngestOptions())
    return after, upsert(before, first.schema, read_changes(lines(*operations), [key]), [key], after)


def rows(path: Path, columns: str = "code, name, height") -> list[tuple[object, ...]]:
    """The rows of a version."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(f"SELECT {columns} FROM rows").fetchall()


def test_rows_are_added_replaced_and_taken_away(tmp_path: Path) -> None:
    path, found = merged(
        tmp_path,
        ("upsert", {"code": "A4", "name": "Ash", "height": 3}),
        ("upsert", {"code": "A1", "name": "Old oak", "height": 13.5, "planted": "2001-03-04"}),
        ("delete", {"code": "A2"}),
    )
    assert rows(path) == [("A3", "Elm", 7.0), ("A4", "Ash", 3.0), ("A1", "Old oak", 13.5)]
    assert found.rows == 3  # type: ignore[attr-defined]


def test_the_last_word_on_a_key_counts(tmp_path: Path) -> None:
    path, _ = merged(
        tmp_path,
        ("upsert", {"code": "A1", "name": "1"}),
        ("delete", {"code": "A1"}),
        ("upsert", {"code": "A3", "name": "2"}),
        ("upsert", {"code": "A3", "name": "3"}),
    )
    assert rows(path, "code, name") == [("A2", "Lime"), ("A3", "3")]


def test_keys_that_are_numbers_or_dates_are_found(tmp_path: Path) -> None:
    path, _ = merged(tmp_path, ("delete", {"planted": "1999-11-30"}), key="planted")
    assert [row[0] for row in rows(path)] == ["A1", "A3"]


def test_types_stay(tmp_path: Path) -> None:
    path, found = merged(tmp_path, ("upsert", {"code": "12", "name": "7", "height": "8", "planted": "2020-01-02"}))
    assert rows(path)[-1] == ("12", "7", 8.0)
    assert [field.type.value for field in found.schema][:4] == ["text", "text", "double", "date"]  # type: ignore[attr-defined]


def test_what_cannot_be_taken_is_told(tmp_path: Path) -> None:
    path, found = merged(tmp_path, ("upsert", {"name": "keyless"}), ("upsert", {"code": "A9", "colour": "red"}))
    assert len(rows(path)) == 4
    assert any("without code" in w for w in found.report.warnings)  # type: ignore[attr-defined]
    assert any("colour" in w for w in found.report.warnings)  # type: ignore[attr-defined]
    with pytest.raises(IngestError, match="no field"):
        merged(tmp_path, ("delete", {"x": 1}), key="x")


@given(st.lists(st.tuples(st.sampled_from(["upsert", "delete"]), st.integers(0, 3), st.integers(0, 9)), max_size=12))
def test_replayed_operations_change_nothing(operations: list[tuple[str, int, int]]) -> None:
    told = lines(*((kind, {"k": key, "v": value}) for kind, key, value in operations))
    once, twice = read_changes(told, ["k"]), read_changes([*told, *told], ["k"])
    assert (once.upserts, set(once.deletes)) == (twice.upserts, set(twice.deletes))
