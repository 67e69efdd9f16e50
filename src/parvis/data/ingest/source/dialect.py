"""The shape of a delimited text: its delimiter, its quotes and its header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parvis.data.ingest.errors import TooLarge

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 200
_SAMPLE_CHARACTERS = 2 << 20
_VALUE = re.compile(
    r"[+-]?[\d\s]*[.,]?\d+([eE][+-]?\d+)?\s?[%€]?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|true|false|oui|non", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# The line by which a spreadsheet is told the delimiter.
_TOLD = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_SINGLE = re.compile(r"(?:^|[;,\t|])'[^'\r\n]*'(?=[;,\t|]|\s*$)", re.MULTILINE)
_DOUBLE = re.compile(r'(?:^|[;,\t|])"', re.MULTILINE)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Quoting:
    """The quote, and what stands before a quote inside quotes: the quote itself or a backslash."""

    quote: str = '"'
    escape: str = '"'


@dataclass(frozen=True, slots=True)
class Dialect:
    """Delimiter, quotes, labels of the columns (None without header), lines before the first row, width."""

    delimiter: str
    quoting: Quoting
    labels: tuple[str, ...] | None
    skip: int
    width: int


def sniff(path: Path, *, delimiter: str | None, header_row: int | None, max_line: int) -> Dialect:
    """The shape of a UTF-8 file, from its first lines. Raises TooLarge for a line beyond the limit."""
    lines = first_lines(path, max_line)
    told = _TOLD.fullmatch(lines[0]) if lines and header_row is None else None
    first = 1 if told else 0
    shown = lines[first:]
    chosen = delimiter or (told[1] if told else _delimiter(shown))
    quoting = _quoting(shown, chosen)
    rows = _rows(shown, chosen, quoting)
    width = _width(rows)
    if header_row is not None:
        start = max(header_row - 1, 0)
        labels = tuple(rows[start]) if header_row and start < len(rows) else None
        return Dialect(chosen, quoting, labels, _physical(rows, header_row), len(labels) if labels else width)
    start = next((n for n, row in enumerate(rows) if len(row) == width), 0)
    start = _below_titles(rows, width, start)
    if _is_short_header(rows, width):
        return Dialect(chosen, quoting, (*rows[0], ""), first + _physical(rows, 1), width)
    if not rows or not _is_header(rows[start], rows[start + 1 :]):
        return Dialect(chosen, quoting, None, first + _physical(rows, start), width)
    return Dialect(chosen, quoting, tuple(rows[start]), first + _physical(rows, start + 1), width)


def has_delimiter(lines: list[str]) -> bool:
    """Whether one of the delimiters gives rows of one same width, wider than one cell."""
    return any(_width(rows) > 1 for rows in (_rows(lines, delimiter, Quoting()) for delimiter in DELIMITERS))


def _below_titles(rows: list[list[str]], width: int, start: int) -> int:
    """The header below title lines that are as wide as the table, mostly of empty cells."""
    counts = sorted(sum(map(bool, map(str.strip, row))) for row in rows if len(row) == width)
    usual = counts[len(counts) // 2] if counts else 0
    for number in range(start, min(start + 20, len(rows))):
        row = rows[number]
        if len(row) == width and 2 * sum(map(bool, map(str.strip, row))) > usual:
            header = number > start and usual > 1 and _is_header(row, rows[number + 1 :])
            return number if header else start
    return start


def _physical(rows: list[list[str]], count: int) -> int:
    """How many lines of the file the first rows take: a quoted cell may hold several."""
    return count + sum(cell.count("\n") for row in rows[:count] for cell in row)


def first_lines(path: Path, max_line: int) -> list[str]:
    """The first lines of a UTF-8 file. Raises TooLarge for a line beyond the limit."""
    with path.open(encoding="utf-8", newline=None) as file:
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


def _rows(lines: list[str], delimiter: str, quoting: Quoting) -> list[list[str]]:
    # The limit is the module's: a geometry passes its default of 128 KiB.
    csv.field_size_limit(max(csv.field_size_limit(), _SAMPLE_CHARACTERS * 4))
    backslash = quoting.escape == "\\"
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=quoting.quote,
        doublequote=not backslash,
        escapechar="\\" if backslash else None,
    )
    return list(reader)


def _width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(row) for row in rows if row)
    return max(widths, key=lambda w: (widths[w], w)) if widths else 1


def _regularity(rows: Sequence[Sequence[str]]) -> float:
    """The share of rows that have the most frequent width."""
    widths = Counter(len(row) for row in rows if row)
    return max(widths.values()) / widths.total() if widths else 0.0


def _delimiter(lines: list[str]) -> str:
    """The delimiter that gives the most rows of one same width, wider preferred."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = _rows(lines, delimiter, Quoting())
        width = _width(rows)
        return (_regularity(rows) if width > 1 else 0.0, width)

    return max(DELIMITERS, key=score)


def _quoting(lines: list[str], delimiter: str) -> Quoting:
    text = "".join(lines)
    if len(_SINGLE.findall(text)) > 1 and not _DOUBLE.search(text):
        return Quoting("'", "'")
    if '\\"' not in text:
        return Quoting()
    plain, backslash = Quoting(), Quoting(escape="\\")
    better = _regularity(_rows(lines, delimiter, backslash)) > _regularity(_rows(lines, delimiter, plain))
    return backslash if better or (f'\\"{delimiter}' not in text and '\\"\n' not in text) else plain


def _is_short_header(rows: list[list[str]], width: int) -> bool:
    """Whether each row ends with a delimiter that the header does not have."""
    if len(rows) < 2 or len(rows[0]) != width - 1 or not _is_header(rows[0], []):
        return False
    return all(not row[-1].strip() for row in rows[1:] if len(row) == width)


def _is_header(first: list[str], rest: list[list[str]]) -> bool:
    """A header holds names, or years beside names; two equal names need values below to tell them from a row."""
    cells = [cell.strip() for cell in first]
    names = [cell for cell in cells if cell and not _VALUE.fullmatch(cell)]
    values = [cell for cell in cells if _VALUE.fullmatch(cell)]
    if not names or max(len(name) for name in names) > _LONGEST_NAME:
        return False
    if values:
        years = all(_YEAR.fullmatch(value) for value in values) and len(set(values)) == len(values)
        return years and not _has_years(cells, rest)
    return not rest or len(set(names)) == len(names) or _values_below(cells, rest)


def _has_years(cells: list[str], rest: list[list[str]]) -> bool:
    """Whether years stand below years: the first row is then like the others."""
    places = [n for n, cell in enumerate(cells) if _YEAR.fullmatch(cell)]
    return any(len(row) > n and _YEAR.fullmatch(row[n].strip()) for row in rest for n in places)


def _values_below(cells: list[str], rest: list[list[str]]) -> bool:
    """Whether a column that starts with a name goes on with values."""
    for place, name in enumerate(cells):
        below = [row[place].strip() for row in rest if len(row) > place and row[place].strip()]
        if name and below and all(_VALUE.fullmatch(cell) for cell in below):
            return True
    return False
