"""Answers: a body that is ready, or one that streams; both with validators."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import orjson

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A body in memory. ``modified`` is when the content changed last; ``headers`` are added to the common ones.

    ``validator`` names the content where something else than its bytes does.
    """

    body: bytes
    status: int = 200
    media_type: str = JSON
    modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    validator: str | None = None

    @property
    def etag(self) -> str:
        """A weak validator: the same content, whatever its transfer encoding."""
        if self.validator is not None:
            return f'W/"{self.validator}"'
        return f'W/"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A file: streamed, or kept at ``path``; its bytes are the same each time, so ``etag`` is strong."""

    chunks: Iterable[bytes]
    filename: str
    media_type: str
    etag: str
    modified: str | None = None
    length: int | None = None
    path: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(
    value: Any, *, status: int = 200, modified: str | None = None, validator: str | None = None, **headers: str
) -> Answer:
    """A JSON answer. Integers beyond 64 bits and other strangers become text."""
    body = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(body, status, modified=modified, headers=named, validator=validator)


def http_date(instant: str | None) -> str | None:
    """An ISO instant as HTTP writes dates; None when there is none or it cannot be read."""
    try:
        return None if instant is None else format_datetime(_utc(datetime.fromisoformat(instant)), usegmt=True)
    except ValueError:
        return None


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def file_range(path: Path, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a file from ``start`` to ``end`` excluded."""
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(left, 1 << 18))):
            left -= len(chunk)
            yield chunk
