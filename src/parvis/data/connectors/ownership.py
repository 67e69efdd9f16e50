"""Whether a site shows a challenge: in its DNS, in a well-known file, or on its home page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import dns.exception
import dns.resolver

from parvis.data.connectors.guarded.client import GuardedClient
from parvis.data.connectors.guarded.errors import FetchError
from parvis.data.connectors.guarded.policy import MEBIBYTE

NAME = "parvis-verify"
WELL_KNOWN = "/.well-known/parvis-publisher.txt"
SECONDS = 10.0
_LARGEST = MEBIBYTE
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True, slots=True)
class Shown:
    """``by``: ``dns``, ``file`` or ``meta``, None when it is nowhere; ``links``: the home page leads here."""

    by: str | None
    links: bool = False


def look(client: GuardedClient, host: str, token: str, *, portal: str | None = None, port: str = "") -> Shown:
    """Look for the token at a host, in that order, and for a link to ``portal`` on its home page.

    ``port`` (``:8443``) is for hosts that answer elsewhere. A host that cannot be read shows nothing. Raises
    ValueError for a token that could stand on a page by chance.
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError("a challenge has 20 to 64 letters, digits, - or _")
    page = _Page.of(_text(client, f"https://{host}{port}/"))
    links = portal is not None and any(link.startswith(portal) for link in page.links)
    if f"{NAME}={token}" in _records(host) | _records(host.removeprefix("www.")):
        return Shown("dns", links)
    lines = {line.strip() for line in _text(client, f"https://{host}{port}{WELL_KNOWN}").splitlines()}
    if lines & {token, f"{NAME}={token}"}:
        return Shown("file", links)
    return Shown("meta" if token in page.tokens else None, links)


def _records(host: str) -> set[str]:
    """The TXT records of a host, by the resolver of this machine."""
    try:
        answers = dns.resolver.resolve(host, "TXT", lifetime=SECONDS / 2)
    except (dns.exception.DNSException, OSError, ValueError):
        return set()
    return {b"".join(answer.strings).decode("utf-8", "replace").strip() for answer in answers}


def _text(client: GuardedClient, url: str) -> str:
    content = bytearray()
    try:
        with client.stream("GET", url, total_seconds=SECONDS) as got:
            if got.status != 200:
                return ""
            for chunk in got.chunks:
                content += chunk[: _LARGEST - len(content)]
                if len(content) >= _LARGEST:
                    break
    except FetchError:
        return ""
    return content.decode("utf-8", "replace")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tokens: set[str] = set()
        self.links: list[str] = []

    @classmethod
    def of(cls, text: str) -> _Page:
        page = cls()
        page.feed(text)
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        values = dict(attrs)
        if tag == "meta" and values.get("name") == NAME:
            self.tokens.add((values.get("content") or "").strip())
        elif tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
