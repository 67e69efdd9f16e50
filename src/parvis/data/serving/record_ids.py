"""Identifiers of records: a keyed hash of the record, then its row number (see docs/decisions/0002)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from parvis.core.fields import Field
from parvis.data.engine.engine import Cancellation
from parvis.data.engine.lower.nodes import RowIn
from parvis.data.odsql import typed
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader

_ID = re.compile(r"[0-9a-f]{40}")
_DIGEST = 12
_BATCH = 20_000


def of_rows(reader: Reader, view: DatasetView, numbers: Sequence[int], cancel: Cancellation | None = None) -> list[str]:
    """The identifiers of rows, in the order of their numbers."""
    hashes = dict(_hashes(reader, view, numbers, cancel))
    return [f"{hashes[number]}{number:016x}" for number in numbers]


def find(reader: Reader, view: DatasetView, record_id: str, cancel: Cancellation | None = None) -> int | None:
    """The row number of a record: the one inside the identifier, else found by the hash in the whole dataset."""
    if not _ID.fullmatch(record_id):
        return None
    digest, number = record_id[: 2 * _DIGEST], int(record_id[2 * _DIGEST :], 16)
    if number < view.records.rows and dict(_hashes(reader, view, [number], cancel)).get(number) == digest:
        return number
    for start in range(0, view.records.rows, _BATCH):
        numbers = range(start, min(start + _BATCH, view.records.rows))
        for other, found in _hashes(reader, view, numbers, cancel):
            if found == digest:
                return other
    return None


def _hashes(
    reader: Reader, view: DatasetView, numbers: Iterable[int], cancel: Cancellation | None
) -> Iterable[tuple[int, str]]:
    """Numbers and hashes of the rows that exist, whoever asks: hidden fields count too."""
    wanted = tuple(numbers)
    if not wanted:
        return []
    table = view.records
    fields = _hashed(view)
    columns = tuple(typed.Column(f.name, typed.FieldRef(f)) for f in fields)
    query = typed.Query(columns, where=RowIn(wanted), limit=None)  # type: ignore[arg-type]
    found = reader.engine.select(table, query, numbers=True, cancel=cancel)
    key = reader.store.secret
    return [(n, _hash(key, row)) for n, row in zip(found.numbers or [], found.values, strict=True)]


def _hashed(view: DatasetView) -> list[Field]:
    schema = view.manifest.schema
    return [f for f in schema if f.key] or list(schema)


def _hash(key: bytes, row: tuple[Any, ...]) -> str:
    content = orjson.dumps(row, option=orjson.OPT_NAIVE_UTC)
    return hashlib.blake2b(content, key=key, digest_size=_DIGEST).hexdigest()
