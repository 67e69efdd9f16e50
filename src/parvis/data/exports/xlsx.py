"""Excel workbooks: typed cells, a styled header, a sheet of metadata; never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow
import xlsxwriter

from parvis.data.exports.cells import rows, shown
from parvis.data.exports.layout import Column, Layout, clean
from parvis.data.exports.sheets import ABOUT, EXACT, ROWS, SHEET

LONGEST = 32_767
_FIRST_DAY = date(1900, 3, 1)  # Excel believes that 1900 was a leap year: earlier days are text.


def write(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any], folder: Path) -> Path:
    """The workbook of these rows. XlsxWriter keeps one row in memory, the rest in ``folder``."""
    path = folder / "export.xlsx"
    settings = {"constant_memory": True, "tmpdir": str(folder), "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), settings)
    about = {
        "title": layout.title[:255],
        "company": (layout.publisher or "")[:255],
        "created": layout.at.replace(tzinfo=None),
    }
    book.set_properties(about)
    book.use_zip64()
    try:
        _data(book, batches, layout)
        _about(book, layout)
    except BaseException:
        _abandon(book)
        raise
    book.close()
    return path


def _abandon(book: Any) -> None:
    """Close the temporary files of a workbook that will not be written."""
    book.fileclosed = 1
    for sheet in book.worksheets():
        sheet.row_data_fh.close()


def _data(book: Any, batches: Iterable[pyarrow.RecordBatch], layout: Layout) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E3E3FD", "bottom": 1})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    instants = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    found = rows(batches, layout)
    number = 0
    while True:
        number += 1
        sheet = book.add_worksheet(SHEET if number == 1 else f"{SHEET} {number}")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(layout.columns) - 1), 16)
        for place, name in enumerate(layout.heads()):
            sheet.write_string(0, place, clean(name)[:LONGEST], head)
        written = _fill(sheet, islice(found, ROWS), layout.columns, days, instants)
        if written < ROWS:
            return


def _fill(sheet: Any, found: Iterable[tuple[Any, ...]], columns: tuple[Column, ...], days: Any, instants: Any) -> int:
    line = 0
    string, number = sheet.write_string, sheet.write_number
    for line, row in enumerate(found, 1):
        for place, value in enumerate(row):
            kind = type(value)
            if kind is str:
                string(line, place, value if len(value) <= LONGEST else value[:LONGEST])
            elif value is None:
                continue
            elif kind is float or (kind is int and -EXACT <= value <= EXACT):
                number(line, place, value)
            elif kind is bool:
                sheet.write_boolean(line, place, value)
            elif kind is datetime and value.date() >= _FIRST_DAY:
                sheet.write_datetime(line, place, value.replace(tzinfo=None), instants)
            elif kind is date and value >= _FIRST_DAY and columns[place].precision not in ("year", "month"):
                sheet.write_datetime(line, place, value, days)
            else:
                string(line, place, shown(value, columns[place])[:LONGEST])
    return line


def _about(book: Any, layout: Layout) -> None:
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    lines = {**layout.notices(), "timezone": layout.timezone}
    for line, (name, value) in enumerate(lines.items()):
        sheet.write_string(line, 0, name, book.add_format({"bold": True}) if line == 0 else None)
        sheet.write_string(line, 1, value[:LONGEST])
