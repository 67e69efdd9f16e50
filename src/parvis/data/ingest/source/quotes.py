"""Quotes that never close would swallow the rows after them: such lines are taken out, one by one."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from parvis.data.ingest.report import Reject
from parvis.data.ingest.source.dialect import Dialect

REASON = "a quote is not closed, or stands inside a cell"
# A cell may hold many lines; beyond, the quote that opened it is the error.
_LONGEST_CELL = 1_000


@dataclass(slots=True)
class Mended:
    """A copy without the lines whose quotes never close; the lines are told, and the numbers of the others kept."""

    path: Path
    count: int = 0
    rejects: list[Reject] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)

    def line(self, number: int) -> int:
        """The number in the source of a line of the copy, both from 1."""
        return number + bisect_right(self.removed, number - 1)


def mended(source: Path, target: Path, dialect: Dialect, shown: int) -> Mended:
    """Write the file again without the lines whose quotes never close; the first ``shown`` of them are told."""
    result = Mended(target)
    with source.open(encoding="utf-8", newline="") as reader, target.open("w", encoding="utf-8", newline="") as writer:
        lines = _Lines(reader)
        for number, line in lines:
            record = line if number <= dialect.skip else _record(line, lines, dialect)
            if record is not None:
                writer.write(record)
                continue
            if result.count < shown:
                result.rejects.append(Reject(number, line.rstrip("\r\n"), REASON))
            # As many lines as were kept before it: what a number in the copy has to be compared with.
            result.removed.append(number - 1 - result.count)
            result.count += 1
    return result


class _Lines:
    """Numbered lines that can be looked at before they are taken."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._ahead: list[str] = []
        self._number = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while line := self._ahead.pop(0) if self._ahead else self._file.readline():
            self._number += 1
            yield self._number, line

    def ahead(self, count: int) -> str:
        """The line ``count`` places further, empty after the end."""
        while len(self._ahead) <= count:
            line = self._file.readline()
            if not line:
                return ""
            self._ahead.append(line)
        return self._ahead[count]

    def take(self, count: int) -> None:
        """Pass over lines that were looked at."""
        del self._ahead[:count]
        self._number += count


def _record(line: str, lines: _Lines, dialect: Dialect) -> str | None:
    """The whole record that a line starts, taken from the lines; None when its quotes do not close."""
    quote = dialect.quoting.quote
    if quote not in line or _reads(line, dialect):
        return line
    text, taken = line, 0
    while not _closed(text, dialect) and taken < _LONGEST_CELL:
        further = lines.ahead(taken)
        if not further:
            return None
        text, taken = text + further, taken + 1
    if not _reads(text, dialect):
        return None
    lines.take(taken)
    return text


def _closed(text: str, dialect: Dialect) -> bool:
    if dialect.quoting.escape == "\\":
        text = text.replace("\\\\", "").replace(f"\\{dialect.quoting.quote}", "")
    return text.count(dialect.quoting.quote) % 2 == 0


def _reads(text: str, dialect: Dialect) -> bool:
    """Whether a text is one record whose quotes stand where they must."""
    backslash = dialect.quoting.escape == "\\"
    rows = csv.reader(
        text.splitlines(keepends=True),
        delimiter=dialect.delimiter,
        quotechar=dialect.quoting.quote,
        doublequote=not backslash,
        escapechar="\\" if backslash else None,
        strict=True,
    )
    try:
        return len(list(rows)) == 1
    except csv.Error:
        return False
