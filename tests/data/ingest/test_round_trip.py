"""What is written as CSV is read with the same values, whatever the values."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.data.ingest import IngestOptions, ingest
from parvis.data.ingest.errors import IngestError

_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1)
_ROWS = st.lists(
    st.tuples(
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.dates(),
        st.booleans(),
        _TEXTS.map(lambda text: f"t{text}"),
    ),
    min_size=1,
    max_size=20,
)


def _written(rows: list[tuple[Any, ...]], delimiter: str) -> str:
    file = StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["n", "x", "day", "yes", "words"])
    writer.writerows((n, repr(x), day.isoformat(), str(yes).lower(), words) for n, x, day, yes, words in rows)
    return file.getvalue()


@settings(max_examples=40, deadline=None)
@given(_ROWS, st.sampled_from(",;\t|"))
def test_typed_columns_survive(rows: list[tuple[int, float, date, bool, str]], delimiter: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.csv"), Path(folder, "a.duckdb")
        source.write_text(_written(rows, delimiter), encoding="utf-8", newline="")
        ingest(source, target, IngestOptions(delimiter=delimiter, header_row=1))
        with duckdb.connect(str(target), read_only=True) as connection:
            found = connection.execute("SELECT * FROM rows").fetchall()
    assert found == rows


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.json", "a.xlsx", "a.parquet", "a.geojson"]))
def test_any_bytes_give_a_table_or_an_error_of_ours(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, name), Path(folder, "a.duckdb")
        source.write_bytes(content)
        try:
            ingest(source, target)
        except IngestError:
            assert not target.exists()
        assert list(Path(folder).glob(".scratch-*")) == []
