"""Pictures that records point to, fetched once and kept: readers' browsers ask this host and no other."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from dataclasses import dataclass
from typing import Any

from parvis.core.errors import NotFound, Overloaded
from parvis.data.connectors.guarded import FetchError, GuardedClient, Policy
from parvis.data.connectors.guarded.decoding import limited
from parvis.data.serving.kept import KeptFiles
from parvis.data.serving.reader import Reader

LARGEST = 8 << 20
SECONDS = 10.0
_CAPACITY = 1 << 30
_AT_ONCE = threading.BoundedSemaphore(4)
# A picture that could not be had is asked again after so many seconds.
_AGAIN = 600
# Drawings (SVG) may hold scripts: they are not among these.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, and what they are."""

    content: bytes
    media_type: str


def address_in(value: Any) -> str | None:
    """The address of the picture that a value of a file field points to, None when there is none."""
    text = value.strip() if isinstance(value, str) else ""
    if text.startswith("{"):
        try:
            text = json.loads(text).get("url") or ""
        except ValueError:
            return None
    if not isinstance(text, str) or not text.startswith(("https://", "http://")) or len(text) > 2_000:
        return None
    return text if not any(letter.isspace() for letter in text) else None


def picture(reader: Reader, address: str, policy: Policy) -> Picture:
    """The picture at an address that a published record holds.

    Raises NotFound when it cannot be had, is too large, or is no picture; Overloaded when many are being fetched.
    """
    files = KeptFiles(reader.store.temporary / "pictures", _CAPACITY)
    name = hashlib.sha256(address.encode()).hexdigest()
    path = files.find(name)
    if path is not None:
        return _known(path.read_bytes())
    refused = f"{name}.{int(time.time()) // _AGAIN}"
    if files.find(refused) is None:
        content = _fetched(address, policy)
        list(files.keeping(name if content else refused, [content or b"-"]))
        if content:
            return _known(content)
    raise NotFound("This picture cannot be had from where its record says it is.")


def _fetched(address: str, policy: Policy) -> bytes:
    """The bytes of the picture, none when they cannot be had."""
    if not _AT_ONCE.acquire(timeout=SECONDS / 2):
        raise Overloaded("Many pictures are being fetched.", retry_after=5)
    try:
        with GuardedClient(policy) as client, client.stream("GET", address, total_seconds=SECONDS) as fetched:
            body = b"".join(limited(fetched.chunks, LARGEST))
            return body if fetched.status == 200 and _media_type(body) else b""
    except FetchError:
        return b""
    finally:
        _AT_ONCE.release()


def _known(content: bytes) -> Picture:
    return Picture(content, _media_type(content) or "application/octet-stream")


def _media_type(content: bytes) -> str | None:
    """What the first bytes say, whatever the server called it."""
    for mark, media_type in _MARKS:
        if content.startswith(mark):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if content[4:12] == b"ftypavif" else None
