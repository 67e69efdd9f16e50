"""Workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.data.ingest.conftest import Ingest
from tests.data.ingest.workbook import write_workbook

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError, TooLarge


def test_table_below_a_title_and_away_from_the_corner(read: Ingest, tmp_path: Path) -> None:
    cells = {"B2": "Un titre", "B4": "nom", "C4": "n", "B5": "a", "C5": 1, "B7": "b", "C7": 2.5}
    found = read(write_workbook(tmp_path / "a.xlsx", cells))
    assert found.ingested.report.options == {"sheet": "S", "header_row": 4}
    assert found.rows() == [("a", 1.0), ("b", 2.5)]


def test_years_may_head_columns(read: Ingest, tmp_path: Path) -> None:
    cells = {"A1": "nom", "B1": 2019, "C1": 2020, "A2": "01", "B2": 5, "C2": 6}
    found = read(write_workbook(tmp_path / "a.xlsx", cells))
    assert found.types == {"nom": "text", "2019": "int", "2020": "int"}


def test_errors_of_the_spreadsheet_are_empty_and_told(read: Ingest, tmp_path: Path) -> None:
    cells = {"A1": "nom", "B1": "n", "A2": "a", "B2": "#N/A", "A3": "b", "B3": 3}
    found = read(write_workbook(tmp_path / "a.xlsx", cells))
    assert found.column("n") == [None, 3]
    assert "1 cells hold an error" in found.ingested.report.warnings[0]


def test_two_far_cells_do_not_make_a_huge_table(read: Ingest, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"A1": "nom", "XFD1048576": 1})
    with pytest.raises(TooLarge, match="1,048,576 rows and 16,384 columns"):
        read(path)


def test_sheet_that_is_not_there_and_sheet_without_table(read: Ingest, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {})
    with pytest.raises(IngestError, match="no sheet 'T'"):
        read(path, sheet="T")
    with pytest.raises(EmptyFile, match="no sheet with a table"):
        read(path)


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_cut_workbook_is_told(read: Ingest, tmp_path: Path, kept: float) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"A1": "nom", "B1": "n", "A2": "a", "B2": 1})
    content = path.read_bytes()
    with pytest.raises(DamagedFile):
        read(content[: int(len(content) * kept)], name="cut.xlsx")
