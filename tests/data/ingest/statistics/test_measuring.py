"""Statistics of random tables, against what plain Python counts on the same rows."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import UTC, date, datetime
from math import isfinite, isnan
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.ingest.statistics import Basis, measure

TEXTS = st.one_of(st.sampled_from(["", "a", "b", "é", "Z"]), st.text(max_size=4), st.just("long" * 60))
INTS = st.one_of(st.integers(-3, 3), st.integers(-(2**63), 2**63 - 1))
DOUBLES = st.one_of(st.sampled_from([0.0, 0.1, 0.3, -2.5]), st.floats(allow_subnormal=False))
KINDS: dict[str, tuple[Field, str, st.SearchStrategy[Any]]] = {
    "text": (Field("f", FieldType.TEXT), "VARCHAR", TEXTS.filter(lambda t: "\0" not in t)),
    "list": (Field("f", FieldType.TEXT, multivalued=","), "VARCHAR[]", st.lists(st.sampled_from("abc"), min_size=1)),
    "int": (Field("f", FieldType.INT), "BIGINT", INTS),
    "double": (Field("f", FieldType.DOUBLE), "DOUBLE", DOUBLES),
    "boolean": (Field("f", FieldType.BOOLEAN), "BOOLEAN", st.booleans()),
    "date": (Field("f", FieldType.DATE), "DATE", st.dates()),
    "datetime": (Field("f", FieldType.DATETIME), "TIMESTAMP", st.datetimes()),
}
COLUMNS = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(st.none() | KINDS[kind][2], max_size=40))
)


def measured(field: Field, columns: str, rows: list[Any], **options: Any) -> dict[str, Any]:
    """The statistics of a table of one field; ``columns`` declares it, rows are tuples or single values."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.duckdb"
        with duckdb.connect(str(path), config={"threads": 1}) as connection:
            connection.execute(f"CREATE TABLE rows ({columns})")
            values = [row if isinstance(row, tuple) else (row,) for row in rows]
            marks = ", ".join("?" * len(values[0])) if values else ""
            if values:
                connection.executemany(f"INSERT INTO rows VALUES ({marks})", values)
        found = measure(path, Schema.of([field]), Basis("2026-11-24T00:00:00+00:00"), Path(folder), **options)
    assert found["rows"] == len(rows)
    one: dict[str, Any] = found["fields"][0]
    return one


def value(written: Any, kind: str) -> Any:
    """A value of the statistics as Python has it."""
    if kind == "date":
        return date.fromisoformat(written)
    if kind == "datetime":
        return datetime.fromisoformat(written).astimezone(UTC).replace(tzinfo=None)
    return written


@settings(max_examples=50, deadline=None)
@given(COLUMNS)
def test_filled_distinct_and_frequent_values_are_those_of_plain_counting(column: tuple[str, list[Any]]) -> None:
    kind, rows = column
    field, sql_type, _ = KINDS[kind]
    found = measured(field, f"f {sql_type}", rows)
    filled = [row for row in rows if row is not None]
    assert found["filled"] == len(filled)
    items = [item for row in filled for item in row] if kind == "list" else filled
    counts = Counter("nan" if isinstance(item, float) and isnan(item) else item for item in items)
    assert found["distinct"] == {"count": len(counts), "exact": True}
    ordinary = {v: n for v, n in counts.items() if _is_counted(v)}
    expected = sorted(ordinary.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    assert [(value(one["value"], kind), one["count"]) for one in found["frequent"]["values"]] == expected


def _is_counted(one: Any) -> bool:
    return (
        one != "nan" and (not isinstance(one, str) or len(one) <= 200) and (not isinstance(one, float) or isfinite(one))
    )


@settings(max_examples=50, deadline=None)
@given(COLUMNS.filter(lambda column: column[0] in ("int", "double", "date", "datetime")))
def test_least_greatest_and_intervals_are_those_of_plain_counting(column: tuple[str, list[Any]]) -> None:
    kind, rows = column
    field, sql_type, _ = KINDS[kind]
    found = measured(field, f"f {sql_type}", rows)
    placed = [row for row in rows if row is not None and not (isinstance(row, float) and not isfinite(row))]
    assert found["outside"] == found["filled"] - len(placed)
    if not placed:
        assert "histogram" not in found
        return
    assert (value(found["min"], kind), value(found["max"], kind)) == (min(placed), max(placed))
    intervals = [(value(i["from"], kind), value(i["to"], kind), i["count"]) for i in found["histogram"]]
    assert 1 <= len(intervals) <= 21
    assert sum(count for *_, count in intervals) == len(placed)
    for low, high, count in intervals:
        last = high == intervals[-1][1]
        assert count == sum(low <= row < high or (last and row == high) for row in placed)


def test_too_many_values_are_estimated_and_said_to_be() -> None:
    rows = [*(f"v{n}" for n in range(3000)), *["often"] * 300]
    found = measured(Field("f", FieldType.TEXT), "f VARCHAR", rows, exact=100)
    assert found["distinct"]["exact"] is False
    assert 1_500 < found["distinct"]["count"] <= 3_300
    assert found["frequent"] == {"exact": False, "values": [{"value": "often", "count": 300}]}


def test_lengths_of_texts() -> None:
    found = measured(Field("f", FieldType.TEXT), "f VARCHAR", ["été", "a", None, "x" * 8])
    assert found["length"] == {"min": 1, "max": 8, "mean": 4.0}


@pytest.mark.parametrize("type_", [FieldType.JSON, FieldType.FILE])
def test_documents_have_lengths_and_no_frequent_values(type_: FieldType) -> None:
    found = measured(Field("f", type_), "f VARCHAR", ['{"a": 1}', None])
    assert found == {"name": "f", "type": type_.value, "filled": 1, "length": {"min": 8, "max": 8, "mean": 8.0}}


def test_places_have_a_box_of_those_in_degrees() -> None:
    rows = [(2.5, 48.0), (None, None), (-1.0, 50.0)]
    found = measured(Field("p", FieldType.GEO_POINT), '"p.lon" DOUBLE, "p.lat" DOUBLE', rows)
    assert (found["filled"], found["outside"], found["bbox"]) == (2, 0, [-1.0, 48.0, 2.5, 50.0])
    declared = 's BLOB, "s.west" DOUBLE, "s.south" DOUBLE, "s.east" DOUBLE, "s.north" DOUBLE'
    shapes = [(b"1", 1.0, 2.0, 3.0, 4.0), (b"2", 652_000.0, 6_862_000.0, 653_000.0, 6_863_000.0)]
    found = measured(Field("s", FieldType.GEO_SHAPE), declared, shapes)
    assert (found["filled"], found["outside"], found["bbox"]) == (2, 1, [1.0, 2.0, 3.0, 4.0])


def test_days_beyond_the_calendar_are_outside() -> None:
    found = measured(Field("f", FieldType.DATE), "f DATE", ["2024-01-05", "infinity", "290000-01-01", None])
    assert (found["filled"], found["outside"], found["min"], found["max"]) == (3, 2, "2024-01-05", "2024-01-05")
    assert sum(interval["count"] for interval in found["histogram"]) == 1


def test_a_table_without_rows() -> None:
    found = measured(Field("f", FieldType.INT), "f BIGINT", [])
    assert (found["filled"], found["distinct"]["count"], found["frequent"]["values"]) == (0, 0, [])


def test_names_that_look_like_sql_are_only_names() -> None:
    name = 'a"; DROP TABLE rows; --'
    quoted = name.replace('"', '""')
    assert measured(Field(name, FieldType.INT), f'"{quoted}" BIGINT', [1, 2])["filled"] == 2
