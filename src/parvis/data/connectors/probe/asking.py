"""One question to a host and its answer, measured; a body is hashed while it comes, its beginning kept."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from cryptography import x509

from parvis.data.connectors.guarded.client import Fetched, GuardedClient
from parvis.data.connectors.guarded.deadline import Cancel, never
from parvis.data.connectors.guarded.policy import MEBIBYTE
from parvis.data.connectors.guarded.timing import timed

HEAD_SECONDS = 10.0
GET_SECONDS = 45.0
# A body that lasts longer is cut and counted as partial: what came is good.
BODY_SECONDS = 20.0
LARGEST = 100 * MEBIBYTE
SAMPLE = MEBIBYTE
_ALGORITHMS = {
    "md5": "md5",
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
}


@dataclass(frozen=True, slots=True)
class Body:
    """``size`` in bytes received; ``partial``: cut by us; ``digest`` under the algorithm that was asked for."""

    size: int
    partial: bool
    sha256: str
    digest: str | None
    sample: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer with its times in milliseconds. ``body`` None: none was read."""

    method: str
    status: int
    headers: httpx.Headers
    url: str
    redirects: tuple[str, ...]
    redirect_statuses: tuple[int, ...]
    certificate: bytes | None
    steps: Mapping[str, int]
    ttfb_ms: int
    total_ms: int
    body: Body | None

    @property
    def succeeded(self) -> bool:
        """Whether the status is a success; "not modified" is one."""
        return 200 <= self.status < 300 or self.status == 304

    @property
    def announced(self) -> int | None:
        """The announced length of the body as stored; None when it is compressed for the way or not told."""
        length = self.headers.get("content-length", "")
        packed = self.headers.get("content-encoding", "identity").lower() != "identity"
        return int(length[:18]) if length.isdecimal() and not packed else None

    @property
    def tls_expires(self) -> str | None:
        """The last day of the host's certificate, as an ISO date; None in clear."""
        if self.certificate is None:
            return None
        return x509.load_der_x509_certificate(self.certificate).not_valid_after_utc.date().isoformat()


def ask(
    client: GuardedClient,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    algorithm: str | None = None,
    cancel: Cancel = never,
) -> Exchange:
    """Ask once. Raises FetchError."""
    started = time.monotonic()
    seconds = HEAD_SECONDS if method == "HEAD" else GET_SECONDS
    with timed() as times, client.stream(method, url, headers=headers, cancel=cancel, total_seconds=seconds) as got:
        first = time.monotonic()
        wanted = method == "GET" and 200 <= got.status < 300
        body = _read(got, algorithm) if wanted else None
    return Exchange(
        method=method,
        status=got.status,
        headers=got.headers,
        url=got.url,
        redirects=got.redirects,
        redirect_statuses=got.redirect_statuses,
        certificate=got.certificate,
        steps=times.steps,
        ttfb_ms=round(1000 * (first - started)),
        total_ms=round(1000 * (time.monotonic() - started)),
        body=body,
    )


def _read(fetched: Fetched, algorithm: str | None) -> Body:
    whole, started = hashlib.sha256(), time.monotonic()
    asked = _ALGORITHMS.get((algorithm or "").lower())
    declared = hashlib.new(asked, usedforsecurity=False) if asked else None
    sample, size = bytearray(), 0
    partial = False
    for chunk in fetched.chunks:
        sample += chunk[: SAMPLE - len(sample)]
        size += len(chunk)
        whole.update(chunk)
        if declared is not None:
            declared.update(chunk)
        partial = size > LARGEST or time.monotonic() - started > BODY_SECONDS
        if partial:
            break
    if partial:
        # What was cut has a name all the same: its beginning and the length that the host announces.
        length = fetched.headers.get("content-length", "")
        whole = hashlib.sha256(bytes(sample) + length.encode())
    return Body(
        size, partial, whole.hexdigest(), None if partial or not declared else declared.hexdigest(), bytes(sample)
    )
