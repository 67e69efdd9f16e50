"""Rows of a file join those of a version: all of them, or by key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.data.ingest import Ingested, IngestOptions, ingest
from parvis.data.ingest.changes import combine, same_rows
from parvis.data.ingest.errors import IngestError


def made(folder: Path, name: str, text: str) -> tuple[Path, Ingested]:
    """A file of rows, ingested."""
    source, target = folder / f"{name}.csv", folder / f"{name}.duckdb"
    source.write_text(text, encoding="utf-8")
    return target, ingest(source, target, IngestOptions())


def joined(folder: Path, before: str, added: str, key: Sequence[str] = ()) -> tuple[Path, Ingested]:
    """The rows of two texts together."""
    (old, first), (new, second) = made(folder, "before", before), made(folder, "added", added)
    return new, combine(old, first.schema, second, new, key, new)


def rows(path: Path, columns: str = "*") -> list[tuple[object, ...]]:
    """The rows of a version in their order, numbers first."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(f"SELECT rowid, {columns} FROM rows ORDER BY rowid").fetchall()


MANY = "k,v\n" + "".join(f"{n},old {n}\n" for n in range(100))


def test_appended_rows_come_last_and_equal_ones_stand_twice(tmp_path: Path) -> None:
    path, found = joined(tmp_path, "k,v\n1,a\n2,b\n", "k,v\n2,b\n3,c\n")
    assert rows(path) == [(0, 1, "a"), (1, 2, "b"), (2, 2, "b"), (3, 3, "c")]
    assert (found.rows, found.report.options["mode"], found.report.options["added"]) == (4, "append", 2)


def test_a_row_of_a_known_key_takes_its_place(tmp_path: Path) -> None:
    path, found = joined(tmp_path, MANY, "k,v\n5,new 5\n200,new 200\n5,newer 5\n,keyless\n", ["k"])
    content = rows(path)
    assert (len(content), content[5], content[100]) == (101, (5, 5, "newer 5"), (100, 200, "new 200"))
    assert [number for number, *_ in content] == list(range(101))
    assert (found.report.options["replaced"], found.report.options["added"]) == (1, 1)
    assert any(warning.startswith("2 rows were left out") for warning in found.report.warnings)


@pytest.mark.parametrize("many", [False, True])
def test_fields_that_the_file_does_not_have_keep_their_value(tmp_path: Path, many: bool) -> None:
    count = 100 if many else 1
    before = "k,v,w\n" + "".join(f"{n},old,keep {n}\n" for n in range(100))
    path, found = joined(tmp_path, before, "k,v\n" + "".join(f"{n},new\n" for n in range(count)), ["k"])
    assert sorted(rows(path, "k, v, w"), key=lambda row: row[1])[0][1:] == (0, "new", "keep 0")
    assert found.report.options["replaced"] == count
    assert "w: the file has no such field" in found.report.warnings


def test_a_field_that_the_dataset_does_not_have_is_told(tmp_path: Path) -> None:
    path, found = joined(tmp_path, "k,v\n1,a\n", "k,v,new\n2,b,c\n")
    assert rows(path) == [(0, 1, "a"), (1, 2, "b")]
    assert "new: the dataset has no such field, it was left out" in found.report.warnings


def test_points_made_of_two_columns_stay_right(tmp_path: Path) -> None:
    text = "k,latitude,longitude\n" + "".join(f"{n},45.{n:02},4.{n:02}\n" for n in range(50))
    path, _ = joined(tmp_path, text, "k,latitude,longitude\n3,46.5,5.5\n99,47.5,\n", ["k"])
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.execute("DESCRIBE rows").fetchall()]
    lon, lat = (next(name for name in names if name.endswith(end)) for end in (".lon", ".lat"))
    found = {row[1]: row[2:] for row in rows(path, f'k, "{lat}", "{lon}"')}
    assert (found[3], found[4], found[99]) == ((46.5, 5.5), (45.04, 4.04), (None, None))


@pytest.mark.parametrize(
    ("added", "key", "told"),
    [
        ("k,v\nx,a\n", [], "is of type text in the file and int in the dataset"),
        ("k,v\n1,a\n", ["nope"], "no field nope"),
        ("v\na\n", ["k"], "no field k"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, added: str, key: list[str], told: str) -> None:
    with pytest.raises(IngestError, match=told):
        joined(tmp_path, "k,v\n1,a\n", added, key)


def test_equal_rows_are_known_whatever_the_bytes(tmp_path: Path) -> None:
    one, _ = made(tmp_path, "one", MANY)
    two, _ = made(tmp_path, "two", MANY)
    other, _ = made(tmp_path, "other", MANY.replace("old 99", "old x"))
    shorter, _ = made(tmp_path, "shorter", MANY.replace("99,old 99\n", ""))
    turned, _ = made(tmp_path, "turned", "k,v\n" + "".join(f"{n},old {n}\n" for n in reversed(range(100))))
    assert same_rows(one, two)
    assert not any(same_rows(one, path) for path in (other, shorter, turned))


ROWS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), min_size=1, max_size=8)


@settings(max_examples=15, deadline=None)
@given(before=ROWS, added=ROWS)
def test_upserting_is_writing_into_a_dictionary(
    tmp_path_factory: pytest.TempPathFactory, before: list[tuple[int, str]], added: list[tuple[int, str]]
) -> None:
    first = dict(before)
    texts = ["k,v\n" + "".join(f"{k},{v}\n" for k, v in items) for items in (first.items(), added)]
    path, _ = joined(tmp_path_factory.mktemp("law"), texts[0], texts[1], ["k"])
    content = rows(path)
    assert {row[1]: row[2] for row in content} == first | dict(added)
    assert [row[0] for row in content] == list(range(len(first | dict(added))))
