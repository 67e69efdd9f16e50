"""Identifiers of records: a keyed hash of the record, then its row number (see docs/decisions/0002)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from parvis.data.engine.engine import Cancellation
from parvis.data.engine.lower.nodes import among_rows, compared_row
from parvis.data.odsql import typed
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader

_ID = re.compile(r"([0-9a-f]{24})([0-9a-f]{6})([0-9a-f]{10})")
_BATCH = 20_000
# An identifier of an older version is looked for in so many rows: reading a large dataset whole would hurt the others.
SEARCHED = 500_000


def of_rows(reader: Reader, view: DatasetView, numbers: Sequence[int], cancel: Cancellation | None = None) -> list[str]:
    """The identifiers of rows, in the order of their numbers."""
    where = among_rows(numbers)
    hashes = dict(_hashes(reader, view, where, cancel)) if numbers else {}
    return [_identifier(reader, hashes[number], number) for number in numbers]


def place(reader: Reader, record_id: str) -> tuple[str, int] | None:
    """The hash and the row number inside an identifier that this installation gave; nothing is read."""
    match = _ID.fullmatch(record_id)
    if match is None:
        return None
    digest, _, position = match.groups()
    number = int(position, 16)
    return (digest, number) if _identifier(reader, digest, number) == record_id else None


def hashed_columns(view: DatasetView) -> tuple[typed.Column, ...]:
    """The columns that a record's hash is made of: those of its key, else all; fields hidden from the caller too."""
    schema = view.manifest.schema
    return tuple(typed.Column(f.name, typed.FieldRef(f)) for f in [f for f in schema if f.key] or list(schema))


def digest(reader: Reader, values: Iterable[Any]) -> str:
    """The hash of a record, of the values of its hashed columns."""
    return _digest(reader.store.secret, values, 12)


def moved(reader: Reader, view: DatasetView, digest: str, cancel: Cancellation | None = None) -> int | None:
    """The row number that a record of an older version has now, looked for among the first rows."""
    return reader.results.get(("moved", view.key, digest), lambda: _moved(reader, view, digest, cancel), lambda _: 1)


def _moved(reader: Reader, view: DatasetView, digest: str, cancel: Cancellation | None) -> int | None:
    """The row that has this hash now."""
    last = -1
    while last < SEARCHED:
        rows = _hashes(reader, view, compared_row(">", last), cancel)
        for number, found in rows:
            if found == digest:
                return number
        if len(rows) < _BATCH:
            return None
        last = rows[-1][0]
    return None


def _hashes(reader: Reader, view: DatasetView, where: Any, cancel: Cancellation | None) -> list[tuple[int, str]]:
    """Numbers and hashes of rows that the caller may see, in order; fields hidden from them count too."""
    query = typed.Query(hashed_columns(view), where=where, limit=_BATCH)
    found = reader.engine.select(view.records, query, numbers=True, cancel=cancel)
    return [(n, digest(reader, row)) for n, row in zip(found.numbers or [], found.values, strict=True)]


def _identifier(reader: Reader, digest: str, number: int) -> str:
    """Hash, proof that this installation joined both, row number."""
    return f"{digest}{_digest(reader.store.secret, (digest, number), 3)}{number:010x}"


def _digest(key: bytes, values: Iterable[Any], size: int) -> str:
    content = orjson.dumps(tuple(values), option=orjson.OPT_NAIVE_UTC)
    return hashlib.blake2b(content, key=key, digest_size=size).hexdigest()
