"""The columns of the first records of a body, and how they differ from those of an earlier one."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Columns = tuple[tuple[str, str], ...]
MOST_RECORDS = 200
MOST_COLUMNS = 500
_TABULAR = frozenset({"csv", "tsv", "txt"})
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_LIST = re.compile(r'"(?:features|results|records|data|items|value)"\s*:\s*\[\s*(?=\{)')
_OPENED, _NEXT = re.compile(r"\[\s*(?=\{)"), re.compile(r"[\s,]*(?=\{)")
# What a column may become without breaking a program that reads it.
_WIDER = frozenset({("integer", "number"), ("date", "datetime")})


@dataclass(frozen=True, slots=True)
class Drift:
    """How columns changed. ``kind``: none, order, additive, retyped-wider, breaking; ``hash`` names the new ones."""

    kind: str = "none"
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    retyped: tuple[str, ...] = ()
    hash: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The member ``schema`` of a record, but for the number of columns."""
        lists = {"added": list(self.added), "removed": list(self.removed), "retyped": list(self.retyped)}
        return {"hash": self.hash, "drift": self.kind, **lists}


def columns_of(sample: bytes, kind: str, format_: str, whole: bool) -> Columns | None:
    """Names and types of the first 200 records; None for content that is no table.

    ``kind`` is the sniffed one, ``format_`` the declared one in lower case, ``whole`` tells that nothing was cut off.
    """
    text = text_of(sample)
    if kind == "json":
        return _typed(_records(text))
    if kind == "text" and format_ in _TABULAR:
        return _typed(_rows(text, whole))
    return None


def drift_of(before: Columns, after: Columns) -> Drift:
    """From the earlier columns to the later ones."""
    old, new = dict(before), dict(after)
    added = tuple(name for name in new if name not in old)
    removed = tuple(name for name in old if name not in new)
    moved = [(n, old[n], new[n]) for n in old if n in new and "" not in (old[n], new[n]) and old[n] != new[n]]
    narrowed = [name for name, was, is_ in moved if is_ != "text" and (was, is_) not in _WIDER]
    if removed or narrowed:
        kind = "breaking"
    elif moved:
        kind = "retyped-wider"
    elif added:
        kind = "additive"
    else:
        kind = "none" if list(old) == list(new) else "order"
    return Drift(kind, added, removed, tuple(name for name, _, _ in moved), hash_of(after))


def hash_of(columns: Columns) -> str:
    """Names a list of columns."""
    return hashlib.sha256(json.dumps(columns, ensure_ascii=False).encode()).hexdigest()[:16]


def text_of(sample: bytes) -> str:
    """The sample as text; what cannot be read is replaced."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample.decode("utf-16", "replace")
    try:
        return sample.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A character cut at the end of the sample is no reason to take it for another encoding.
        return sample.decode("utf-8-sig" if error.start > len(sample) - 4 else "cp1252", "replace")


def _rows(text: str, whole: bool) -> Iterable[Mapping[str, Any]]:
    lines = text.splitlines()
    if not whole:
        lines = lines[:-1]
    head = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t|", key=head.count)
    try:
        rows = csv.reader(lines, delimiter=delimiter)
        names = [cell.strip()[:200] for cell in next(rows, [])][:MOST_COLUMNS]
        return [dict(zip(names, row, strict=False)) for _, row in zip(range(MOST_RECORDS), rows, strict=False)] or [
            dict.fromkeys(names)
        ]
    except csv.Error:
        return []


def _records(text: str) -> Iterable[Mapping[str, Any]]:
    """Objects one by one from the first list, or one a line: a cut document gives those before the cut."""
    decoder, found = json.JSONDecoder(), list[Mapping[str, Any]]()
    place = _first_object(text)
    while place is not None and len(found) < MOST_RECORDS:
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        if isinstance(value, dict):
            inner = value.get("properties")
            found.append(inner if isinstance(inner, dict) else value)
        following = _NEXT.match(text, end)
        place = following.end() if following else None
    return found


def _first_object(text: str) -> int | None:
    start = len(text) - len(text.lstrip())
    if text.startswith("[", start):
        found = _OPENED.match(text, start)
        return found.end() if found else None
    listed = _LIST.search(text, start, start + 100_000)
    return listed.end() if listed else (start if text.startswith("{", start) else None)


def _typed(records: Iterable[Mapping[str, Any]]) -> Columns | None:
    found: dict[str, str] = {}
    for record in records:
        for name, value in record.items():
            if name not in found and len(found) >= MOST_COLUMNS:
                continue
            found[str(name)[:200]] = _joined(found.get(str(name)[:200], ""), _type(value))
    return tuple(found.items()) or None


def _joined(one: str, other: str) -> str:
    if not one or not other or one == other:
        return one or other
    for narrow, wide in _WIDER:
        if {one, other} == {narrow, wide}:
            return wide
    return "text"


def _type(value: Any) -> str:
    """Empty for a value that tells nothing."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if not isinstance(value, str):
        return "" if value is None else "object"
    text = value.strip()
    if not text:
        return ""
    for pattern, name in ((_INTEGER, "integer"), (_NUMBER, "number"), (_DATE, "date"), (_INSTANT, "datetime")):
        if pattern.fullmatch(text):
            return name
    return "text"
