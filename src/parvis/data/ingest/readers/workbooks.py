"""XLSX workbooks: one sheet, its header found below title lines."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers import delimited
from parvis.data.ingest.source.archive import check_workbook
from parvis.data.ingest.staging import Staged

_SEARCHED = 50
_YEARS = range(1900, 2101)
_ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA")


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table from the sheet that is named, else the first that has a table."""
    check_workbook(path, options.limits)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheet, head = _sheet(workbook, path.name, options.sheet)
        header = _header(head) if options.header_row is None else options.header_row - 1
        target = scratch / "sheet.csv"
        width, errors = _write(target, islice(_rows(workbook, sheet), max(header, 0), None))
    except (CalamineError, zipfile.BadZipFile) as error:
        raise DamagedFile(f"{path.name} cannot be read as a workbook: {error}") from error
    if width > options.limits.columns:
        raise TooLarge(f"{path.name} has {width:,} columns, the limit is {options.limits.columns:,}.")
    plain = replace(options, encoding="utf-8", delimiter=",", header_row=0 if header < 0 else 1)
    staged = delimited.read(connection, target, scratch, plain)
    warnings = (f"{errors:,} cells hold an error of the spreadsheet and were left empty",) if errors else ()
    return replace(staged, options={"sheet": sheet, "header_row": header + 1}, warnings=warnings)


def _sheet(workbook: Any, name: str, wanted: str | None) -> tuple[str, list[list[Any]]]:
    """The name of the sheet to read, and its first rows."""
    names = workbook.sheet_names
    if wanted is not None and wanted not in names:
        raise IngestError(f"{name} has no sheet {wanted!r}.", hint=f"its sheets: {', '.join(names)}")
    for sheet in [wanted] if wanted is not None else names:
        head = list(islice(_rows(workbook, sheet), _SEARCHED))
        widest = max((sum(map(_filled, row)) for row in head), default=0)
        if widest > (0 if wanted is not None or len(names) == 1 else 1):
            return sheet, head
    raise EmptyFile(f"{name} has no sheet with a table.", hint=f"its sheets: {', '.join(names)}")


def _rows(workbook: Any, sheet: str) -> Iterator[list[Any]]:
    """All the rows, from row 1 of the sheet."""
    rows: Iterator[list[Any]] = workbook.get_sheet_by_name(sheet).iter_rows()
    return rows


def _write(target: Path, rows: Iterator[list[Any]]) -> tuple[int, int]:
    """Write the rows that hold something as CSV; returns their width, and how many cells held an error."""
    width = errors = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            if not any(map(_filled, row)):
                continue
            width = max(width, len(row))
            errors += sum(cell in _ERRORS for cell in row if isinstance(cell, str))
            writer.writerow([_text(cell) for cell in row])
    return width, errors


def _header(rows: Sequence[Sequence[Any]]) -> int:
    """The row whose cells are names, or years beside names, and that is about as wide as the table; -1: none."""
    counts = [sum(map(_filled, row)) for row in rows]
    widest = max(counts, default=0)
    for number, row in enumerate(rows):
        cells = [cell for cell in row if _filled(cell)]
        names = [cell for cell in cells if isinstance(cell, str)]
        if names and len(cells) >= widest * 0.8 and all(isinstance(c, str) or c in _YEARS for c in cells):
            return number
    return -1


def _filled(cell: Any) -> bool:
    return cell not in ("", None)


def _text(cell: Any) -> str:
    if cell is None or cell in _ERRORS:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**63 else repr(cell)
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
