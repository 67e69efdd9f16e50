"""Rows made by the schema pass; one wrong cell is found, at its row and by its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from parvis.data.ingest.conformance import read_schema
from parvis.data.ingest.conformance.checking import check
from parvis.data.ingest.staging import StagedColumn

SCHEMA = read_schema(
    {
        "fields": [
            {"name": "id", "type": "integer", "constraints": {"required": True, "unique": True}},
            {"name": "jour", "type": "date", "format": "%d/%m/%Y", "constraints": {"minimum": "01/01/2000"}},
            {"name": "montant", "type": "number", "decimalChar": ",", "constraints": {"minimum": 0, "maximum": 1000}},
            {"name": "nature", "constraints": {"enum": ["don", "prêt"], "required": True}},
            {"name": "code", "constraints": {"pattern": "^[A-Z]{2}\\d{3}$", "maxLength": 5}},
            {"name": "siren"},
        ],
        "custom_checks": [{"name": "french-siren-value", "params": {"column": "siren"}}],
    }
)
WRONG = {
    "id": ("x", "type-integer"),
    "jour": ("31/12/1999", "minimum"),
    "montant": ("1000,01", "maximum"),
    "nature": (None, "required"),
    "code": ("AB12", "pattern"),
    "siren": ("213502389", "french-siren-value"),
}
NAMES = tuple(WRONG)


def _siren(digits: int) -> str:
    """Eight digits and their key."""
    text = f"{digits:08d}"
    doubled = [int(sign) * (2 if place % 2 else 1) for place, sign in enumerate(text)]
    return text + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


CELLS = st.tuples(
    st.dates(date(2000, 1, 1)).map(lambda day: f"{day:%d/%m}/{day.year:04d}") | st.none(),
    st.integers(0, 100_000).map(lambda cents: f"{cents // 100},{cents % 100:02d}") | st.none(),
    st.sampled_from(["don", "prêt"]),
    st.from_regex(r"[A-Z]{2}[0-9]{3}", fullmatch=True) | st.none(),
    st.integers(0, 99_999_999).map(_siren) | st.none(),
)
TABLES = st.lists(CELLS, min_size=1, max_size=20).map(lambda rows: [(str(n), *row) for n, row in enumerate(rows)])
Row = Sequence[str | None]


@contextmanager
def _staged(rows: Sequence[Row]) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[StagedColumn]]]:
    connection = duckdb.connect(config={"threads": 1})
    try:
        connection.execute("ATTACH ':memory:' AS stage")
        columns = [StagedColumn(f"c{n}", name, "VARCHAR") for n, name in enumerate(NAMES)]
        connection.execute(f"CREATE TABLE stage.main.rows ({', '.join(f'{c.name} VARCHAR' for c in columns)})")
        connection.executemany(f"INSERT INTO stage.main.rows VALUES ({', '.join('?' * len(columns))})", list(rows))
        yield connection, columns
    finally:
        connection.close()


@given(TABLES)
def test_rows_made_by_the_schema_pass(rows: Sequence[Row]) -> None:
    with _staged(rows) as (connection, columns):
        report = check(connection, columns, SCHEMA)
    assert report.conforms
    assert report.rows == len(rows)


@given(TABLES, st.data())
def test_one_wrong_cell_is_found_at_its_row(rows: Sequence[Row], data: st.DataObject) -> None:
    row, name = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(NAMES))
    cell, rule = WRONG[name]
    wrong = [list(cells) for cells in rows]
    wrong[row][NAMES.index(name)] = cell
    with _staged(wrong) as (connection, columns):
        report = check(connection, columns, SCHEMA)
    (found,) = report.rules
    assert (found.rule, found.column, found.count) == (rule, name, 1)
    assert [(example.row, example.value) for example in found.examples] == [(row + 1, cell)]
