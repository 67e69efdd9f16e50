"""Operations in order, reduced to the last word on each key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """``upserts`` and ``deletes`` by key; a key is in one of them. ``refused`` tells why lines were left out."""

    upserts: dict[Key, dict[str, Any]]
    deletes: dict[Key, dict[str, Any]]
    refused: tuple[str, ...]

    @property
    def keys(self) -> list[dict[str, Any]]:
        """The key fields of every record that changes."""
        return [*self.upserts.values(), *self.deletes.values()]


def read_changes(lines: Iterable[bytes], key_fields: Sequence[str]) -> Changes:
    """The changes that these operations come to. A record without all of its key fields is refused."""
    upserts: dict[Key, dict[str, Any]] = {}
    deletes: dict[Key, dict[str, Any]] = {}
    refused: list[str] = []
    for line in lines:
        operation = orjson.loads(line)
        kind, record = next(iter(operation.items()))
        absent = [name for name in key_fields if record.get(name) in (None, "")]
        if absent:
            refused.append(f"a record without {', '.join(absent)} was left out")
            continue
        key = tuple(_text(record[name]) for name in key_fields)
        upserts.pop(key, None)
        deletes.pop(key, None)
        (upserts if kind == "upsert" else deletes)[key] = record
    return Changes(upserts, deletes, tuple(refused))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
