"""Lines below a table that are no rows of it: totals, notes, sources."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from parvis.data.ingest.report import Reject
from parvis.data.ingest.source.dialect import Dialect

_TAIL = 64 << 10
_CHUNK = 4 << 20
_MOST = 10
_TOTAL = re.compile(
    r"\s*(?:totaux|(?:grand |sous[- ]?)?total(?: g[ée]n[ée]ral)?|ensemble|somme)\s*:?\s*", re.IGNORECASE
)
_NOTE = re.compile(
    r"\s*(?:(?:sources?|notes?|champ|lecture|nb|remarques?)\b.*[:.]|\*|\(\d+\))", re.IGNORECASE | re.DOTALL
)
_NUMBER = re.compile(r"[-+]?[\d\s\u00a0\u202f.,]*\d\s?[%€]?")
Row = tuple[str, ...]


def footers(path: Path, shape: Dialect, shown: int) -> tuple[list[Row], list[Reject]]:
    """The cells of the lines at the end that are totals or notes, and how to tell them. The file is in UTF-8."""
    rows = _last_rows(path, shape)
    found: list[tuple[Row, str]] = []
    for row in reversed(rows[-_MOST:]):
        reason = _reason(row, shape.width)
        if reason is None:
            break
        found.append((row, reason))
    if not found or len(found) >= len(rows):
        return [], []
    last = _lines(path)
    places = range(last, last - len(found), -1)
    rejects = [
        Reject(line, shape.delimiter.join(row), reason) for line, (row, reason) in zip(places, found, strict=True)
    ]
    kept = [row for row, _ in found if any(row)]
    return kept, [one for one in reversed(rejects) if one.text.strip(shape.delimiter + " ")][:shown]


def _reason(row: Row, width: int) -> str | None:
    filled = [cell for cell in row if cell.strip()]
    if not filled:
        return "an empty line below the table"
    if _TOTAL.fullmatch(filled[0]) and len(filled) > 1 and all(_NUMBER.fullmatch(c.strip()) for c in filled[1:]):
        return "a total, not a row of the table"
    if len(filled) == 1 and width > 2 and row[0].strip() and _NOTE.match(filled[0]):
        return "a note, not a row of the table"
    return None


def _last_rows(path: Path, shape: Dialect) -> list[Row]:
    """The rows of the table's width that end the file, as far as they can be read alone."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - _TAIL, 0))
        text = file.read().decode("utf-8", "replace")
    lines = text.splitlines(keepends=True)[shape.skip if size <= _TAIL else 1 :]
    backslash = shape.quoting.escape == "\\"
    reader = csv.reader(
        lines,
        delimiter=shape.delimiter,
        quotechar=shape.quoting.quote,
        doublequote=not backslash,
        escapechar="\\" if backslash else None,
    )
    try:
        return [tuple(row) for row in reader if len(row) == shape.width]
    except csv.Error:
        return []


def _lines(path: Path) -> int:
    """How many lines the file has, the last one with or without end."""
    count, end = 0, b"\n"
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            count, end = count + chunk.count(b"\n"), chunk[-1:]
    return count + (end != b"\n")
