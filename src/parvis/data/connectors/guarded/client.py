"""A client of HTTP for addresses that people supply: guarded at every step, followed by hand, streamed."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpcore
import httpx

from parvis.data.connectors.guarded.deadline import Cancel, Deadline, never
from parvis.data.connectors.guarded.decoding import decoded, limited
from parvis.data.connectors.guarded.errors import (
    ConnectionFailed,
    TimedOut,
    TooManyRedirects,
    Truncated,
    UnreadableAnswer,
)
from parvis.data.connectors.guarded.policy import Policy
from parvis.data.connectors.guarded.requests import Auth, Request, first_request, redirected
from parvis.data.connectors.guarded.transport import CURRENT, GuardedBackend, GuardedStream


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer whose body is still coming: ``chunks`` yields it decompressed, once.

    ``url`` is where the answer came from, ``redirects`` the addresses that led there, in order, each with its status
    in ``redirect_statuses``. ``certificate`` is that of the host, in DER; None in clear.
    """

    status: int
    headers: httpx.Headers
    url: str
    redirects: tuple[str, ...]
    chunks: Iterator[bytes]
    redirect_statuses: tuple[int, ...] = ()
    certificate: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole small answer."""

    status: int
    headers: httpx.Headers
    url: str
    body: bytes


class GuardedClient:
    """Fetches under a policy; connections are kept between fetches of one host. Safe to share between threads."""

    def __init__(self, policy: Policy, *, tls: ssl.SSLContext | None = None) -> None:
        self.policy = policy
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls or ssl.create_default_context(),
            max_connections=None,
            keepalive_expiry=20.0,
            network_backend=GuardedBackend(policy),
        )

    def __enter__(self) -> GuardedClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the kept connections."""
        self._pool.close()

    @contextmanager
    def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: Auth | None = None,
        body: bytes | None = None,
        cancel: Cancel = never,
        total_seconds: float | None = None,
    ) -> Iterator[Fetched]:
        """The answer to a request, redirects followed; an error status is an answer like another.

        Raises errors of ``guarded.errors``, here or while the chunks are read.
        """
        seconds = self.policy.total_seconds if total_seconds is None else total_seconds
        deadline = Deadline.after(seconds, cancel)
        request = first_request(method, url, headers or {}, auth, body, self.policy)
        followed: list[str] = []
        statuses: list[int] = []
        while True:
            response = self._answered(request, deadline)
            try:
                following = redirected(request, response.status, httpx.Headers(response.headers), self.policy)
                if following is None:
                    fetched = self._fetched(request, response, tuple(followed), deadline)
                    yield replace(fetched, redirect_statuses=tuple(statuses), certificate=_certificate(response))
                    return
            finally:
                with _translated(deadline):
                    response.close()
            followed.append(str(request.url))
            statuses.append(response.status)
            if len(followed) > self.policy.max_redirects:
                raise TooManyRedirects(f"The address redirects more than {self.policy.max_redirects} times")
            request = following

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: Auth | None = None,
        method: str = "GET",
        body: bytes | None = None,
        cancel: Cancel = never,
    ) -> Answer:
        """A whole answer in memory, of at most ``max_page_bytes`` bytes. Raises TooLarge beyond."""
        with self.stream(
            method, url, headers=headers, auth=auth, body=body, cancel=cancel, total_seconds=120
        ) as fetched:
            data = b"".join(limited(fetched.chunks, self.policy.max_page_bytes))
        return Answer(fetched.status, fetched.headers, fetched.url, data)

    def _answered(self, request: Request, deadline: Deadline) -> httpcore.Response:
        with _translated(deadline):
            return self._pool.handle_request(request.for_the_wire())

    def _fetched(
        self, request: Request, response: httpcore.Response, redirects: tuple[str, ...], deadline: Deadline
    ) -> Fetched:
        headers = httpx.Headers(response.headers)
        raw = limited(_complete(response, headers, request.method, deadline), self.policy.max_bytes)
        encoding = headers.get("content-encoding", "")
        chunks = decoded(raw, encoding if _has_body(request.method, response.status) else "", self.policy)
        return Fetched(response.status, headers, str(request.url), redirects, chunks)


def _complete(response: httpcore.Response, headers: httpx.Headers, method: str, deadline: Deadline) -> Iterator[bytes]:
    """The raw body, checked against its announced length, which a lenient reader would trust."""
    body = iter(response.iter_stream())
    while True:
        with _translated(deadline):
            chunk = next(body, None)
        if chunk is None:
            break
        yield chunk
    announced = headers.get("content-length", "")
    stream: Any = response.extensions.get("network_stream")
    if announced.isdecimal() and "transfer-encoding" not in headers and _has_body(method, response.status):
        with _translated(deadline):
            came = stream.body_bytes() if isinstance(stream, GuardedStream) else None
        if came is not None and came > int(announced):
            raise Truncated(
                f"The host announced {int(announced):,} bytes and sends more",
                hint="Its Content-Length header is wrong; the owner of the server has to correct it",
            )


def _certificate(response: httpcore.Response) -> bytes | None:
    stream: Any = response.extensions.get("network_stream")
    secured = stream.get_extra_info("ssl_object") if stream is not None else None
    return secured.getpeercert(binary_form=True) if isinstance(secured, ssl.SSLSocket) else None


def _has_body(method: str, status: int) -> bool:
    return method != "HEAD" and status >= 200 and status not in (204, 304)


@contextmanager
def _translated(deadline: Deadline) -> Iterator[None]:
    """One step on the network: under the deadline, its errors said in our words."""
    token = CURRENT.set(deadline)
    try:
        yield
    except httpcore.TimeoutException as error:
        raise TimedOut(f"The host is silent: {error}") from error
    except httpcore.RemoteProtocolError as error:
        if "complete message body" in str(error) or "incomplete chunked" in str(error):
            raise Truncated(f"The body ends before its announced length: {error}") from error
        if "without sending" in str(error):
            raise ConnectionFailed("The host closed the connection without an answer") from error
        raise UnreadableAnswer(f"The answer is not HTTP: {error}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise ConnectionFailed(f"The connection failed: {error}") from error
    finally:
        CURRENT.reset(token)
