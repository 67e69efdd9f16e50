"""Workbooks of every kind, written by other programs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.data.ingest.conftest import Ingest

from parvis.data.ingest.errors import DamagedFile, IngestError

ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Villes">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def ods(path: Path, rows: list[list[str]]) -> Path:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(rows=lines))
    return path


def test_open_document(read: Ingest, tmp_path: Path) -> None:
    found = read(ods(tmp_path / "a.ods", [["Budget"], ["code", "n"], ["01", "2"], ["02", "3"]]))
    assert (found.ingested.report.format, found.types) == ("ods", {"code": "text", "n": "int"})


def test_merged_cells_are_filled_and_told(read: Ingest, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["region", "ville"])
        sheet.merge_range(1, 0, 3, 0, "Bretagne")
        for n, town in enumerate(["Rennes", "Brest", "Vannes", "Nantes"], 1):
            sheet.write(n, 1, town)
        sheet.write(4, 0, "Pays de la Loire")
    found = read(tmp_path / "a.xlsx")
    assert found.column("region") == ["Bretagne"] * 3 + ["Pays de la Loire"]
    assert "2 merged cells" in found.ingested.report.warnings[0]


def test_sheet_and_header_are_chosen(read: Ingest, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        for name in ("Un", "Deux"):
            sheet = workbook.add_worksheet(name)
            for n, row in enumerate([["x", "y"], ["code", "n"], [f"0{name}", 1]]):
                sheet.write_row(n, 0, row)
    found = read(tmp_path / "a.xlsx", sheet="Deux", header_row=2)
    assert found.rows() == [("0Deux", 1)]
    assert "the others: Deux" in read(tmp_path / "a.xlsx").ingested.report.warnings[0]
    with pytest.raises(IngestError, match="no sheet 'Trois'"):
        read(tmp_path / "a.xlsx", sheet="Trois")


def test_formulas_give_the_value_that_was_saved(read: Ingest, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["a", "double"])
        for n in (1, 2):
            sheet.write(n, 0, n)
            sheet.write_formula(n, 1, f"=2*A{n + 1}", value=2 * n)
    assert read(tmp_path / "a.xlsx").column("double") == [2, 4]


def test_formulas_are_never_run(read: Ingest, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["a", "b"], ["x", '=HYPERLINK("http://x.example","y")'], ["z", "=1+1"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").column("b") == [None, None]


def test_total_below_is_no_row(read: Ingest, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        for n, row in enumerate([["nom", "n"], ["a", 1], ["b", 2], ["Total", 3]]):
            sheet.write_row(n, 0, row)
    found = read(tmp_path / "a.xlsx")
    assert (found.column("n"), found.ingested.report.rejects[0].line) == ([1, 2], 4)


def test_what_is_no_old_workbook_is_told(read: Ingest) -> None:
    with pytest.raises(DamagedFile, match="cannot be read as a workbook"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), name="a.xls")
