"""The shape of a delimited text: its delimiter and its header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from parvis.data.ingest.errors import TooLarge

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 200
_SAMPLE_CHARACTERS = 2 << 20
_VALUE = re.compile(
    r"[+-]?[\d\s]*[.,]?\d+([eE][+-]?\d+)?%?|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}.*|true|false|oui|non", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """Delimiter, names of the columns (as written, or None without header), lines before the first row, width."""

    delimiter: str
    labels: tuple[str, ...] | None
    skip: int
    width: int


def sniff(path: Path, *, delimiter: str | None, header_row: int | None, max_line: int) -> Dialect:
    """The shape of a UTF-8 file, from its first lines. Raises TooLarge for a line beyond the limit."""
    lines = _first_lines(path, max_line)
    chosen = delimiter or _delimiter(lines)
    rows = list(csv.reader(lines, delimiter=chosen))
    widths = Counter(len(row) for row in rows if row)
    width = max(widths, key=lambda w: (widths[w], w)) if widths else 1
    if header_row is not None:
        start = max(header_row - 1, 0)
        labels = tuple(rows[start]) if header_row and start < len(rows) else None
        return Dialect(chosen, labels, header_row, len(labels) if labels else width)
    start = next((n for n, row in enumerate(rows) if len(row) == width), 0)
    if not rows or not _is_header(rows[start], rows[start + 1 :]):
        return Dialect(chosen, None, _physical(rows, lines, start), width)
    return Dialect(chosen, tuple(rows[start]), _physical(rows, lines, start + 1), len(rows[start]))


def _physical(rows: list[list[str]], lines: list[str], count: int) -> int:
    """How many lines of the file the first rows take: a quoted cell may hold several."""
    return count + sum(cell.count("\n") for row in rows[:count] for cell in row)


def _first_lines(path: Path, max_line: int) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        lines: list[str] = []
        total = 0
        while len(lines) < _SAMPLE and total < _SAMPLE_CHARACTERS:
            line = file.readline(max_line + 1)
            if not line:
                break
            if len(line) > max_line:
                hint = "check that the file has line ends"
                raise TooLarge(f"line {len(lines) + 1} is longer than {max_line >> 20} MiB.", hint=hint)
            lines.append(line)
            total += len(line)
    return lines


def _delimiter(lines: list[str]) -> str:
    """The delimiter that gives the most rows of one same width, wider preferred."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = [row for row in islice(csv.reader(lines, delimiter=delimiter), _SAMPLE) if row]
        widths = Counter(len(row) for row in rows)
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        return (count / max(1, len(rows)) if width > 1 else 0.0, width)

    return max(DELIMITERS, key=score)


def _is_header(first: list[str], rest: list[list[str]]) -> bool:
    """A header names each column once and holds no value; a lone row is one."""
    cells = [cell.strip() for cell in first]
    if any(_VALUE.fullmatch(cell) for cell in cells if cell):
        return False
    if not rest:
        return True
    filled = [cell for cell in cells if cell]
    if not filled or len(set(filled)) < len(filled):
        return False
    # A long sentence is a value, not a name.
    return max(len(cell) for cell in filled) <= 200
