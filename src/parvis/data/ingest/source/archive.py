"""How large a workbook is once it is unpacked, told before it is opened."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from parvis.data.ingest.errors import DamagedFile, TooLarge
from parvis.data.ingest.options import Limits

_CHUNK = 1 << 20
_TAIL = 64
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,40}?\br="([A-Z]{1,4})([0-9]{1,8})"')


def check_workbook(path: Path, limits: Limits) -> None:
    """Raises TooLarge for a workbook that unpacks beyond the limit (a zip bomb) or whose sheets span too many cells,
    DamagedFile for a cut or corrupt one."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_size(path.name, sum(entry.file_size for entry in entries), limits)
            for entry in entries:
                _check_entry(path.name, archive, entry, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedFile(f"{path.name} is a cut or corrupt workbook ({error}).", hint="send it again") from error


def _check_size(name: str, size: int, limits: Limits) -> None:
    if size > limits.unpacked:
        hint = "split it, or export the table as CSV"
        raise TooLarge(f"{name} unpacks to {size >> 20:,} MiB, the limit is {limits.unpacked >> 20:,} MiB.", hint=hint)


def _check_entry(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Reads an entry to its end: what it says of its size may be wrong; two far cells make a huge sheet."""
    sheet = entry.filename.startswith("xl/worksheets/")
    width = height = 0
    tail = b""
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            if not sheet:
                continue
            block = tail + chunk
            for column, row in _CELL.findall(block):
                width, height = max(width, _number(column)), max(height, int(row))
            tail = block[-_TAIL:]
    if width * height > limits.cells:
        message = f"a sheet of {name} spans {height:,} rows and {width:,} columns, beyond {limits.cells:,} cells."
        raise TooLarge(message, hint="delete the far cells, or export the table as CSV")


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
