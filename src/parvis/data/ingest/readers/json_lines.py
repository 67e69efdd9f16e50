"""Rows written as JSON Lines in the scratch folder, for the engine to read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from parvis.data.ingest.errors import EmptyFile, IngestError
from parvis.data.ingest.readers.json_table import OBJECTS


def written(rows: Iterator[Any], scratch: Path, name: str, most: int | None = None) -> Path:
    """The rows, or ``most`` of them, as JSON Lines. Raises EmptyFile when there is none, IngestError for no object."""
    target = scratch / "rows.jsonl"
    count = 0
    with target.open("wb") as file:
        for count, row in enumerate(islice(rows, most), 1):
            if not isinstance(row, dict):
                raise IngestError(f"row {count} of {name} is no object.", hint=OBJECTS)
            file.write(line(row))
    if not count:
        raise EmptyFile(f"{name} has no row.")
    return target


def line(row: Any) -> bytes:
    """One row and its line end; whole numbers beyond 64 bits are exact as text only, half characters are replaced."""
    try:
        return orjson.dumps(row) + b"\n"
    except orjson.JSONEncodeError:
        return orjson.dumps(_plain(row)) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
