"""A small web server on loopback that does what it is told, misbehaviour included."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that the server got; names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: ``length`` announces another length than the body's, ``drip`` waits seconds after each byte."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    drip: float = 0.0


Route = Callable[[Asked], Reply] | Reply


class Site:
    """Routes by path without query; ``asked`` lists every request in order."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self.port: int = server.server_address[1]
        self.root = f"http://127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> Reply:
        """What the route of the path says; 404 when there is none."""
        self.asked.append(asked)
        route = self.routes.get(asked.path.partition("?")[0], Reply(b"nothing here", 404))
        return route if isinstance(route, Reply) else route(asked)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        length = int(self.headers.get("content-length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        site: Site = self.server.site  # type: ignore[attr-defined]
        reply = site.answer(Asked(self.command, self.path, headers, self.rfile.read(length)))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status not in (204, 304):
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        self.end_headers()
        self.close_connection = reply.length is not None
        if self.command != "HEAD" and reply.status not in (204, 304):
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        try:
            if not reply.drip:
                self.wfile.write(reply.body)
                return
            for byte in reply.body:
                self.wfile.write(bytes((byte,)))
                time.sleep(reply.drip)
        except OSError:
            self.close_connection = True  # the client had enough

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that breaks off is part of the tests."""


@contextmanager
def serving_site(certificate: Path | None = None) -> Iterator[Site]:
    """A site on a free port of loopback, closed at the end; by TLS with a certificate and its key in one file."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    site = Site(server)
    server.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
