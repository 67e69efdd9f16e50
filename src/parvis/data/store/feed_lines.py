"""One line of the feed file: JSON with a checksum, so that a torn line is recognised."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import orjson

from parvis.data.store.entries import Entry, from_dict, to_dict

# ,"crc":"xxxxxxxx"} closes every line.
_TAIL = 18


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read: its sequence number from 1, its instant (ISO 8601 UTC), its token, its members."""

    seq: int
    at: str
    token: str | None
    values: dict[str, Any]

    def entry(self) -> Entry | None:
        """The entry, or None for a kind of a later program."""
        return from_dict(self.values)


def encode(seq: int, at: str, token: str | None, entry: Entry) -> bytes:
    """The bytes of a line, newline included."""
    body = orjson.dumps({"seq": seq, "at": at, "token": token, **to_dict(entry)})
    return body[:-1] + b',"crc":"%08x"}\n' % zlib.crc32(body)


def decode(raw: bytes) -> Line | None:
    """The line (without its newline), or None when it is not whole."""
    body, tail = raw[:-_TAIL] + b"}", raw[-_TAIL:]
    if tail != b',"crc":"%08x"}' % zlib.crc32(body):
        return None
    values = orjson.loads(body)
    return Line(values["seq"], values["at"], values["token"], values)
