"""Tables of fixed width: columns that stand under one another, apart by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.source.dialect import first_lines, has_delimiter

NAME = "fixed"
_STATED = re.compile(r"fixed:(\d+(?:,\d+)*)")
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class FixedColumns:
    """Where each column starts (from 0) and ends (None: at the end of the line), labels, lines to skip."""

    ranges: tuple[tuple[int, int | None], ...]
    labels: tuple[str, ...] | None
    skip: int


def fixed_columns(path: Path, delimiter: str | None, header_row: int | None, max_line: int) -> FixedColumns | None:
    """The columns of a table of fixed width, stated as ``fixed`` or ``fixed:5,10,3`` or seen in its lines; None: it
    is no such table. Raises IngestError when columns are asked for that cannot be seen."""
    if delimiter is not None and not delimiter.startswith(NAME):
        return None
    lines = [line.rstrip("\r\n") for line in first_lines(path, max_line)]
    if delimiter is None and has_delimiter(lines):
        return None
    widths = _STATED.fullmatch(delimiter) if delimiter else None
    ranges = _of_widths([int(w) for w in widths[1].split(",")]) if widths else _seen(lines, asked=delimiter is not None)
    if ranges is None:
        if delimiter is None:
            return None
        raise IngestError("no columns of fixed width can be seen.", hint="give their widths, such as fixed:5,10,3")
    start = 1 if header_row is None else header_row
    labels = None
    if 0 < start <= len(lines):
        labels = tuple(lines[start - 1][slice(*one)].strip() for one in ranges)
        if header_row is None and not _are_names(labels):
            start, labels = 0, None
    return FixedColumns(ranges, labels, start)


def _of_widths(widths: Sequence[int]) -> tuple[tuple[int, int | None], ...]:
    ends = [sum(widths[: n + 1]) for n in range(len(widths))]
    return tuple((end - width, end) for width, end in zip(widths, ends, strict=True))


def _seen(lines: Sequence[str], *, asked: bool) -> tuple[tuple[int, int | None], ...] | None:
    """Columns between the places where every line has a space."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < _FEWEST_ROWS:
        return None
    longest = max(map(len, filled))
    padded = [line.ljust(longest) for line in filled]
    blank = [all(line[n] == " " for line in padded) for n in range(longest)]
    starts = [n for n in range(longest) if not blank[n] and (n == 0 or blank[n - 1])]
    if len(starts) < 2:
        return None
    gaps = [start - max((n for n in range(start) if not blank[n]), default=-1) - 1 for start in starts[1:]]
    same = max(map(len, filled)) - min(map(len, filled)) <= 1
    if not asked and not same and min(gaps) < 2:
        return None
    ends: list[int | None] = [*starts[1:], None]
    return tuple(zip(starts, ends, strict=True))


def _are_names(labels: Sequence[str]) -> bool:
    return all(label and not any(c.isdigit() for c in label) for label in labels) and len(set(labels)) == len(labels)
