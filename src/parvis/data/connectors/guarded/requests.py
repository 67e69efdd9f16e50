"""What is sent, and what a redirect makes of it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore
import httpx

from parvis.data.connectors.guarded.decoding import ACCEPTED
from parvis.data.connectors.guarded.errors import InvalidAddress, UnreadableAnswer
from parvis.data.connectors.guarded.policy import Policy

# User and password (Basic), or a bearer token.
Auth = tuple[str, str] | str

_HOST = re.compile(rb"[A-Za-z0-9._:-]{1,253}")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Everything else that a caller adds may be a secret, and stays with the host it was given for.
_SAFE = frozenset(
    {"accept", "accept-encoding", "accept-language", "user-agent", "range", "if-none-match", "if-modified-since"}
)
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "te", "upgrade", "expect"})


@dataclass(frozen=True, slots=True)
class Request:
    """One request, its address checked against the policy's schemes and ports."""

    method: str
    url: httpx.URL
    headers: httpx.Headers
    body: bytes | None

    def for_the_wire(self) -> httpcore.Request:
        """As the pool takes it."""
        headers = httpx.Headers({"host": self.url.netloc.decode("ascii"), **self.headers})
        if self.body is not None:
            headers["content-length"] = str(len(self.body))
        return httpcore.Request(
            method=self.method,
            url=httpcore.URL(
                scheme=self.url.raw_scheme, host=self.url.raw_host, port=self.url.port, target=self.url.raw_path
            ),
            headers=headers.raw,
            content=self.body,
        )


def first_request(
    method: str, url: str, headers: Mapping[str, str], auth: Auth | None, body: bytes | None, policy: Policy
) -> Request:
    """The request of a caller. Raises InvalidAddress."""
    sent = httpx.Headers({"user-agent": policy.user_agent, "accept": "*/*"})
    for name, value in headers.items():
        if name.lower() in _OURS or "\n" in value or "\r" in value:
            raise InvalidAddress(f"The header {name!r} cannot be set")
        sent[name] = value
    sent["accept-encoding"] = ACCEPTED
    if auth is not None:
        sent["authorization"] = _authorization(auth)
    return Request(method.upper(), readable_url(url, policy), sent, body)


def readable_url(text: str, policy: Policy) -> httpx.URL:
    """An absolute address that the policy allows, without its fragment. Raises InvalidAddress."""
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise InvalidAddress(f"The address cannot be read: {error}") from error
    if not url.host or not url.scheme or not _HOST.fullmatch(url.raw_host):
        raise InvalidAddress(f"{text[:200]!r} is not an absolute address", hint="Write https://host/path")
    if url.userinfo:
        raise InvalidAddress(
            "The address holds a user or a password", hint="Give them apart, so that they are kept secret"
        )
    policy.check_target(url.scheme, url.port or _DEFAULT_PORTS.get(url.scheme, 0))
    return url.copy_with(fragment=None)


def redirected(request: Request, status: int, headers: httpx.Headers, policy: Policy) -> Request | None:
    """The request that follows a redirect, None when the answer is none. Raises InvalidAddress."""
    location = headers.get("location")
    if status not in (301, 302, 303, 307, 308) or location is None:
        return None
    try:
        target = readable_url(str(request.url.join(location)), policy)
    except httpx.InvalidURL as error:
        raise InvalidAddress(f"The address redirects to one that cannot be read: {error}") from error
    method, body = request.method, request.body
    if status == 303 or (status in (301, 302) and method == "POST"):
        method, body = ("HEAD" if method == "HEAD" else "GET"), None
    if _same_origin(request.url, target):
        return Request(method, target, request.headers, body)
    if body is not None:
        raise UnreadableAnswer("The host redirects a request with a body to another host")
    kept = {name: value for name, value in request.headers.items() if name in _SAFE}
    return Request(method, target, httpx.Headers(kept), None)


def _same_origin(before: httpx.URL, after: httpx.URL) -> bool:
    """The same host and port, or the same host by TLS instead of in clear."""
    if before.host != after.host:
        return False
    if (before.scheme, after.scheme) == ("http", "https") and before.port is None and after.port is None:
        return True
    return (before.scheme, before.port) == (after.scheme, after.port)


def _authorization(auth: Auth) -> str:
    if isinstance(auth, str):
        return f"Bearer {auth}"
    return "Basic " + base64.b64encode(f"{auth[0]}:{auth[1]}".encode()).decode("ascii")
