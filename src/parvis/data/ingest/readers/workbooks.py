"""Workbooks (XLSX, XLS, ODS): one sheet, its header found below title lines."""

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
_LONGEST_MERGE = 10_000
_MOST_MERGED = 200_000
_YEARS = range(1900, 2101)
_ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA")


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table from the sheet that is named, else the first that has a table."""
    _check(path, options)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheet, head = _sheet(workbook, path.name, options.sheet)
        header = _header(head) if options.header_row is None else options.header_row - 1
        target = scratch / "sheet.csv"
        merged = _merged(workbook, sheet, header)
        rows = enumerate(_rows(workbook, sheet))
        width, errors = _write(target, _unmerged(islice(rows, max(header, 0), None), merged))
    except (CalamineError, zipfile.BadZipFile) as error:
        raise DamagedFile(f"{path.name} cannot be read as a workbook: {error}") from error
    if width > options.limits.columns:
        raise TooLarge(f"{path.name} has {width:,} columns, the limit is {options.limits.columns:,}.")
    plain = replace(options, encoding="utf-8", delimiter=",", header_row=0 if header < 0 else 1)
    staged = delimited.read(connection, target, scratch, plain)
    warnings = [f"{errors:,} cells hold an error of the spreadsheet and were left empty"] if errors else []
    if merged:
        warnings.append(f"{len(merged):,} merged cells were filled with the value of the first")
    others = [name for name in workbook.sheet_names if name != sheet]
    if others and options.sheet is None:
        warnings.append(f"the sheet {sheet!r} was read; the others: {', '.join(others[:20])}")
    moved = tuple(replace(one, line=one.line + max(header, 0)) for one in staged.rejects)
    found = {"sheet": sheet, "header_row": header + 1}
    return replace(staged, options=found, warnings=tuple(warnings), rejects=moved)


def _check(path: Path, options: IngestOptions) -> None:
    """Refuses what would not fit the memory. Old workbooks are not compressed: their size tells."""
    if zipfile.is_zipfile(path):
        check_workbook(path, options.limits)
    elif path.stat().st_size > options.limits.unpacked // 4:
        limit = options.limits.unpacked >> 22
        raise TooLarge(f"{path.name} is larger than {limit:,} MiB.", hint="export the table as CSV")


def _merged(workbook: Any, sheet: str, header: int) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells below the header that a cell above them covers, with this cell; both are (row, column) from 0."""
    try:
        ranges = workbook.get_sheet_by_name(sheet).merged_cell_ranges or []
    except CalamineError:
        return {}
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, _) in ranges:
        if top > header and bottom - top < _LONGEST_MERGE and len(found) < _MOST_MERGED:
            found |= {(row, left): (top, left) for row in range(top + 1, bottom + 1)}
    return found


def _unmerged(
    rows: Iterator[tuple[int, list[Any]]], merged: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[list[Any]]:
    """The rows, each covered cell with the value of the cell that covers it."""
    origins = set(merged.values())
    covered = {row for row, _ in merged}
    tops = {row for row, _ in origins}
    values: dict[tuple[int, int], Any] = {}
    for number, row in rows:
        if number in tops:
            values |= {(number, n): cell for n, cell in enumerate(row) if (number, n) in origins}
        if number in covered and any(map(_filled, row)):
            row = [values.get(merged.get((number, n), (-1, -1)), cell) for n, cell in enumerate(row)]
        yield row


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
