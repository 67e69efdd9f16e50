"""What sites do not want machines to read; each is asked once a day."""

from __future__ import annotations

import time
from urllib.robotparser import RobotFileParser

import httpx

from parvis.data.connectors.guarded.client import GuardedClient
from parvis.data.connectors.guarded.deadline import Cancel, never
from parvis.data.connectors.guarded.decoding import limited
from parvis.data.connectors.guarded.errors import Cancelled, FetchError
from parvis.data.connectors.guarded.robots import Robots
from parvis.data.connectors.probe.manners import Manners, host_of

_KEPT = 86_400.0
_LARGEST = 500 * 1024
_MOST_SITES = 20_000


class Exclusions:
    """The rules of the sites that were asked. A site whose rules cannot be had excludes nothing.

    The owner of a record gave the address to be read, so only a clear word of the site stands against it.
    """

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._known: dict[str, tuple[float, Robots]] = {}

    def exclude(self, client: GuardedClient, url: str, cancel: Cancel = never) -> bool:
        """Whether the site excludes this address. Raises Cancelled."""
        origin = str(httpx.URL(url).copy_with(raw_path=b"/robots.txt", fragment=None))
        kept = self._known.get(origin)
        if kept is None or time.monotonic() - kept[0] > _KEPT:
            if len(self._known) >= _MOST_SITES:
                self._known.clear()
            kept = (time.monotonic(), self._asked(client, origin, cancel))
            self._known[origin] = kept
            if delay := kept[1].delay():
                self._manners.slower(host_of(url), delay)
        return not kept[1].allows(url)

    def _asked(self, client: GuardedClient, origin: str, cancel: Cancel) -> Robots:
        rules, lines = RobotFileParser(), list[str]()
        try:
            with (
                self._manners.turn(host_of(origin), cancel),
                client.stream("GET", origin, cancel=cancel, total_seconds=10) as fetched,
            ):
                if fetched.status == 200:
                    lines = b"".join(limited(fetched.chunks, _LARGEST)).decode("utf-8", "replace").splitlines()
        except Cancelled:
            raise
        except FetchError:
            lines = []
        rules.parse(lines)
        return Robots(rules)
