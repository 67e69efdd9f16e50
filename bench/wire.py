"""The leanest HTTP clients, so that what is measured is the server: one connection at a time, or many at once."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson


class Refused(RuntimeError):
    """A status other than 200."""


class Client:
    """One keep-alive connection, without compression, as a program on the same machine would have."""

    def __init__(self, root: str) -> None:
        parts = urlsplit(root)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=120)

    def json(self, path: str, parameters: dict[str, Any] | None = None) -> Any:
        """The JSON of an answer. Raises Refused with the body for any status but 200."""
        return orjson.loads(self.page(path, parameters))

    def page(self, path: str, parameters: dict[str, Any] | None = None) -> bytes:
        """The whole body of an answer. Raises Refused for any status but 200."""
        self._connection.request("GET", address(path, parameters), headers={"Accept-Encoding": "identity"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise Refused(f"{answer.status} {path}: {body[:300]!r}")
        return body

    def chunks(self, path: str, parameters: dict[str, Any] | None = None) -> Iterator[bytes]:
        """The body of an answer as it comes."""
        self._connection.request("GET", address(path, parameters), headers={"Accept-Encoding": "identity"})
        answer = self._connection.getresponse()
        if answer.status != 200:
            raise Refused(f"{answer.status} {path}: {answer.read()[:300]!r}")
        while chunk := answer.read1(1 << 18):
            yield chunk

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def client(root: str) -> Iterator[Client]:
    """A client for the block."""
    found = Client(root)
    try:
        yield found
    finally:
        found.close()


def address(path: str, parameters: dict[str, Any] | None) -> str:
    """Path and query string."""
    return f"{path}?{urlencode(parameters, doseq=True)}" if parameters else path


class Line:
    """One keep-alive connection among many."""

    def __init__(self, root: str) -> None:
        parts = urlsplit(root)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, target: str) -> int:
        """Ask, read the whole answer, give its status."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port, limit=1 << 20)
        reader, writer = self._streams
        writer.write(f"GET {target} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(length(head))
        return int(head[9:12])

    def page(self, path: str) -> bytes:
        """The whole body of a page. Raises Refused for any status but 200."""
        self._connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise Refused(f"{answer.status} {path}: {body[:300]!r}")
        return body

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()


def length(head: bytes) -> int:
    """The length that an answer's head announces."""
    lowered = head.lower()
    start = lowered.index(b"content-length:") + len(b"content-length:")
    return int(lowered[start : lowered.index(b"\r\n", start)])
