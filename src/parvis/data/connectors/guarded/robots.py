"""What a site lets machines read (RFC 9309); asked before pages are crawled, not for an address its owner gave."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

import httpx

from parvis.data.connectors.guarded.client import GuardedClient
from parvis.data.connectors.guarded.deadline import Cancel, never

LONGEST_DELAY = 30.0
_NAME = "Parvis"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site, read once."""

    rules: RobotFileParser

    def allows(self, url: str) -> bool:
        """Whether Parvis may read that page."""
        return self.rules.can_fetch(_NAME, url)

    def delay(self) -> float | None:
        """Seconds the site wants between two requests, at most thirty; None when it does not say."""
        stated = self.rules.crawl_delay(_NAME)
        return None if stated is None else min(float(stated), LONGEST_DELAY)


def robots_of(client: GuardedClient, url: str, *, cancel: Cancel = never) -> Robots:
    """The rules of the site of that address. Without a file all is allowed; with a failing one, nothing.

    Raises FetchError when the site cannot be reached.
    """
    answer = client.get(str(httpx.URL(url).copy_with(raw_path=b"/robots.txt", fragment=None)), cancel=cancel)
    rules = RobotFileParser()
    if answer.status == 200:
        rules.parse(answer.body[: 500 * 1024].decode("utf-8", "replace").splitlines())
    elif answer.status >= 500 or answer.status == 429:
        rules.parse(["User-agent: *", "Disallow: /"])
    else:
        rules.parse([])
    return Robots(rules)
