"""Sending an answer over ASGI: common headers, validators, ranges, compression, HEAD."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from typing import Any

import zstandard
from starlette.types import Receive, Send

from parvis.data.engine.engine import Cancellation
from parvis.data.engine.errors import QueryCancelled
from parvis.web.api.http.answers import Answer, FileAnswer, file_range, http_date

SMALL = 1_000
# What a browser would show as a document: it runs nothing and fetches nothing.
DOCUMENTS = ("text/html", "image/svg")
INERT = "default-src 'none'; frame-ancestors 'self'; sandbox"
# A client that takes no byte for so many seconds holds the place of others.
STALLED = 60.0
UNLIMITED = "9223372036854775807"
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_EXPOSED = (
    "ODS-Explore-API-Deprecation, Link, ETag, Warning, X-Request-Id, X-RateLimit-Remaining, X-RateLimit-Limit, "
    "X-RateLimit-Reset, X-RateLimit-dataset-Remaining, X-RateLimit-dataset-Limit, X-RateLimit-dataset-Reset"
)
Headers = list[tuple[bytes, bytes]]


def common(request_id: str, language: str) -> dict[str, str]:
    """Headers of every answer. Without quotas, the limit is the largest number."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": _EXPOSED,
        "Cache-Control": "no-cache",
        "Content-Language": language,
        "Vary": "Accept-Encoding, Accept-Language, Authorization, Host",
        "X-Content-Type-Options": "nosniff",
        "X-RateLimit-Limit": UNLIMITED,
        "X-RateLimit-Remaining": UNLIMITED,
        "X-RateLimit-Reset": f"{midnight:%Y-%m-%d %H:%M:%S}+00:00",
        "X-Request-Id": request_id,
    }


async def send_answer(
    answer: Answer, asked: Mapping[str, str], headers: dict[str, str], *, head: bool, send: Send
) -> None:
    """Send a body that is ready, or 304 when the client has it."""
    headers |= {"Content-Type": answer.media_type, **answer.headers}
    if answer.media_type.startswith(DOCUMENTS):
        headers["Content-Security-Policy"] = INERT
    if answer.status == 200:
        headers["ETag"] = answer.etag
        modified = http_date(answer.modified)
        if modified:
            headers["Last-Modified"] = modified
        if not_modified(asked, answer.etag, modified):
            await _send(send, 304, headers, b"")
            return
    body = answer.body
    if len(body) > SMALL:
        encoding, body = compressed(body, asked.get("accept-encoding", ""))
        if encoding:
            headers["Content-Encoding"] = encoding
    headers["Content-Length"] = str(len(body))
    await _send(send, answer.status, headers, b"" if head else body)


def not_modified(asked: Mapping[str, str], etag: str, modified: str | None) -> bool:
    """Whether the client's copy is the current one; tags count before dates."""
    tags = asked.get("if-none-match")
    if tags is not None:
        bare = etag.removeprefix("W/")
        return tags.strip() == "*" or any(t.strip().removeprefix("W/") == bare for t in tags.split(","))
    return modified is not None and asked.get("if-modified-since") == modified


def compressed(body: bytes, accepted: str) -> tuple[str | None, bytes]:
    """The body in the best encoding that the client accepts, with its name."""
    offers = {
        offer.split(";")[0].strip().lower() for offer in accepted.split(",") if "q=0" not in offer.replace(" ", "")
    }
    if "zstd" in offers:
        return "zstd", zstandard.ZstdCompressor(level=3).compress(body)
    if "gzip" in offers or "*" in offers:
        return "gzip", gzip.compress(body, compresslevel=1, mtime=0)
    return None, body


async def send_file(
    answer: FileAnswer,
    asked: Mapping[str, str],
    headers: dict[str, str],
    *,
    head: bool,
    receive: Receive,
    send: Send,
    executor: Executor,
    cancel: Cancellation,
) -> None:
    """Send a file: whole, a range of a kept one, or 304. A client that leaves stops the work."""
    etag = f'"{answer.etag}"'
    modified = http_date(answer.modified)
    # A copy: an error found before the first byte is answered without the headers of the file.
    headers = headers | {
        "Content-Type": answer.media_type,
        "Content-Disposition": f'attachment; filename="{answer.filename}"',
        "ETag": etag,
        **answer.headers,
    }
    if modified:
        headers["Last-Modified"] = modified
    if not_modified(asked, etag, modified):
        await _send(send, 304, headers, b"")
        return
    status, chunks = 200, answer.chunks
    if answer.path is not None and answer.length is not None:
        headers["Accept-Ranges"] = "bytes"
        status, start, end = wanted_range(asked, etag, answer.length)
        headers["Content-Length"] = str(end - start)
        if status == 416:
            headers["Content-Range"] = f"bytes */{answer.length}"
        elif status == 206:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{answer.length}"
        chunks = file_range(answer.path, start, end)
    if head or status == 416:
        await _send(send, status, headers, b"")
        return
    await _stream(chunks, status, headers, receive, send, executor, cancel)


def wanted_range(asked: Mapping[str, str], etag: str, length: int) -> tuple[int, int, int]:
    """Status, first byte and end (excluded) of what the client asks of a file; one range at most is served."""
    header = asked.get("range")
    if header is None or asked.get("if-range", etag) != etag:
        return 200, 0, length
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return 200, 0, length
    first, last = match.groups()
    start = int(first) if first else max(0, length - int(last))
    end = min(int(last) + 1, length) if first and last else length
    return (206, start, end) if start < end else (416, 0, 0)


async def _stream(
    chunks: Iterable[bytes],
    status: int,
    headers: dict[str, str],
    receive: Receive,
    send: Send,
    executor: Executor,
    cancel: Cancellation,
) -> None:
    """Send chunks as they are made. The first one is made before the status is sent, so that errors can be told."""
    loop = asyncio.get_running_loop()
    iterator = iter(chunks)
    watcher = asyncio.create_task(_watch(receive, cancel))
    try:
        chunk = await loop.run_in_executor(executor, _next, iterator)
        await send({"type": "http.response.start", "status": status, "headers": encoded(headers)})
        while chunk is not None and not cancel.cancelled:
            await asyncio.wait_for(send({"type": "http.response.body", "body": chunk, "more_body": True}), STALLED)
            chunk = await loop.run_in_executor(executor, _next, iterator)
        if not cancel.cancelled:
            await send({"type": "http.response.body", "body": b""})
    except QueryCancelled:
        if not cancel.cancelled:
            raise
    finally:
        watcher.cancel()
        close = getattr(iterator, "close", None)
        if close is not None:
            await loop.run_in_executor(executor, close)


async def _watch(receive: Receive, cancel: Cancellation) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            cancel.cancel()
            return


def _next(iterator: Iterator[bytes]) -> bytes | None:
    return next(iterator, None)


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": encoded(headers)})
    await send({"type": "http.response.body", "body": body})


def encoded(headers: Mapping[str, Any]) -> Headers:
    """Headers as ASGI wants them; a character that no header may hold is replaced."""
    return [(name.lower().encode("latin-1"), _clean(str(value))) for name, value in headers.items()]


def _clean(value: str) -> bytes:
    return value.replace("\r", " ").replace("\n", " ").encode("latin-1", "replace")
