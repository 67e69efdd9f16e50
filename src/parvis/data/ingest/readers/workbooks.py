"""XLSX workbooks: one sheet, its header found below title lines."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers import delimited
from parvis.data.ingest.staging import Staged

_SEARCHED = 50


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the staging table from the sheet that is named, else the first that has a table."""
    _check_size(path, options.limits.unpacked)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheet, rows = _sheet(workbook, path.name, options.sheet)
    except (CalamineError, zipfile.BadZipFile) as error:
        raise DamagedFile(f"{path.name} cannot be read as a workbook: {error}") from error
    header = _header(rows) if options.header_row is None else options.header_row - 1
    width = len(rows[header]) if header >= 0 else max(len(row) for row in rows)
    if width > options.limits.columns:
        raise TooLarge(f"{path.name} has {width:,} columns, the limit is {options.limits.columns:,}.")
    target = scratch / "sheet.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(_texts(rows[max(header, 0) :], width))
    plain = replace(options, encoding="utf-8", delimiter=",", header_row=0 if header < 0 else 1)
    staged = delimited.read(connection, target, scratch, plain)
    found = {"sheet": sheet, "header_row": header + 1}
    return replace(staged, options=found)


def _check_size(path: Path, limit: int) -> None:
    """Raises TooLarge for an archive that would unpack beyond the limit (a zip bomb), DamagedFile for a cut one."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise DamagedFile(f"{path.name} is a cut or corrupt workbook ({error}).") from error
    if size > limit:
        raise TooLarge(f"{path.name} unpacks to {size >> 20:,} MiB, the limit is {limit >> 20:,} MiB.")


def _sheet(workbook: Any, name: str, wanted: str | None) -> tuple[str, list[list[Any]]]:
    names = workbook.sheet_names
    if wanted is not None and wanted not in names:
        raise IngestError(f"{name} has no sheet {wanted!r}.", hint=f"its sheets: {', '.join(names)}")
    for sheet in [wanted] if wanted is not None else names:
        rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=True)
        while rows and not any(_filled(cell) for cell in rows[-1]):
            rows.pop()
        if rows and (wanted is not None or len(rows[0]) > 1):
            return sheet, rows
    raise EmptyFile(f"{name} has no sheet with a table.", hint=f"its sheets: {', '.join(names)}")


def _header(rows: Sequence[Sequence[Any]]) -> int:
    """The row whose cells are all names, as wide as the table and followed by rows as wide; -1 when there is none."""
    counts = [sum(_filled(cell) for cell in row) for row in rows[:_SEARCHED]]
    widest = max(counts, default=0)
    for number, row in enumerate(rows[:_SEARCHED]):
        wide = counts[number] >= max(1, widest * 0.8)
        if wide and all(isinstance(cell, str) for cell in row):
            return number
    return -1


def _texts(rows: Sequence[Sequence[Any]], width: int) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(row[n]) if n < len(row) else "" for n in range(width)]


def _filled(cell: Any) -> bool:
    return cell not in ("", None)


def _text(cell: Any) -> str:
    if cell is None:
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
