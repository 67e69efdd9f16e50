"""Connections of HTTP through the guard: pinned to checked addresses, every wait under the deadline."""

from __future__ import annotations

import contextvars
import select
import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from parvis.data.connectors.guarded.connecting import connect
from parvis.data.connectors.guarded.deadline import Deadline
from parvis.data.connectors.guarded.errors import ConnectionFailed, TimedOut, UntrustedCertificate
from parvis.data.connectors.guarded.policy import Policy
from parvis.data.connectors.guarded.timing import step

# Set around every step of a fetch, so that kept connections obey the deadline of the fetch that uses them.
CURRENT: contextvars.ContextVar[Deadline] = contextvars.ContextVar("deadline of the fetch")
_HEAD_END = b"\r\n\r\n"
_LONGEST_HEAD = 128 * 1024


class GuardedBackend(httpcore.NetworkBackend):
    """Gives the pool its sockets. TLS still names and verifies the host, as only the address is pinned."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to a checked address of the host."""
        del timeout, local_address, socket_options
        connected = connect(host, port, self._policy, CURRENT.get())
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return GuardedStream(connected, self._policy)


class GuardedStream(httpcore.NetworkStream):
    """A socket whose every read and write ends with the deadline of the fetch that uses it.

    It also counts the bytes of the body as they came, so that a body longer than announced is noticed.
    """

    def __init__(self, connected: socket.socket, policy: Policy) -> None:
        self._socket = connected
        self._policy = policy
        self._head = bytearray()
        self._body_bytes: int | None = None
        self._answering = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to so many bytes; none when the other side closed. Raises TimedOut, ConnectionFailed."""
        self._socket.settimeout(CURRENT.get().left(self._policy.read_seconds))
        try:
            data = self._socket.recv(max_bytes)
        except TimeoutError:
            CURRENT.get().left(self._policy.read_seconds)
            raise TimedOut(f"The host sent nothing for {self._policy.read_seconds:g} s") from None
        except OSError as error:
            raise ConnectionFailed(f"The host broke the connection: {error}") from error
        self._count(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends them all. Raises TimedOut; a broken connection is left to the next read, which may find an answer."""
        if self._answering:
            self._answering, self._body_bytes = False, None
            self._head.clear()
        view = memoryview(buffer)
        while view:
            self._socket.settimeout(CURRENT.get().left(self._policy.read_seconds))
            try:
                view = view[self._socket.send(view) :]
            except TimeoutError:
                raise TimedOut("The host takes no more of the request") from None
            except OSError as error:
                raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        """Closes the socket."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The encrypted stream over this one, its certificate verified against the name."""
        self._socket.settimeout(CURRENT.get().left(self._policy.read_seconds))
        try:
            with step("tls"):
                wrapped = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
            return GuardedStream(wrapped, self._policy)
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise UntrustedCertificate(
                f"The certificate of {server_hostname} is not trusted: {error.verify_message}"
            ) from error
        except TimeoutError:
            self.close()
            raise TimedOut(f"{server_hostname} did not finish the TLS handshake in time") from None
        except OSError as error:
            self.close()
            raise ConnectionFailed(f"No TLS connection with {server_hostname}: {error}") from error

    def get_extra_info(self, info: str) -> Any:
        """What the pool asks: whether the idle socket became readable, and the TLS object."""
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        if info == "is_readable":
            return self._readable()
        return None

    def body_bytes(self) -> int | None:
        """Bytes that came after the head of the last answer, those waiting in the socket too; None: unknown."""
        if self._body_bytes is not None and self._readable():
            self.read(64 * 1024)
        return self._body_bytes

    def _readable(self) -> bool:
        if self._socket.fileno() < 0:
            return True
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(0))

    def _count(self, data: bytes) -> None:
        self._answering = True
        if self._body_bytes is not None:
            self._body_bytes += len(data)
            return
        self._head += data
        while (end := self._head.find(_HEAD_END)) >= 0:
            interim = self._head[9:10] == b"1"
            del self._head[: end + len(_HEAD_END)]
            if not interim:
                self._body_bytes = len(self._head)
                self._head.clear()
                return
        if len(self._head) > _LONGEST_HEAD:
            self._head.clear()
