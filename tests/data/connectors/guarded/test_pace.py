"""Hosts are left alone as they ask, and asked again when that may help."""

from __future__ import annotations

import threading
import time

import httpx
import pytest
from tests.factories.command import free_port
from tests.factories.web import Asked, Reply, Site

from parvis.data.connectors.guarded import GuardedClient
from parvis.data.connectors.guarded.errors import Cancelled, ComeBackLater, ConnectionFailed
from parvis.data.connectors.guarded.pace import Pace, PoliteClient, asked_wait
from parvis.data.connectors.guarded.robots import robots_of

QUICK = Pace(delay=0.0, waits=(0.01, 0.01, 0.01))
BUSY = Reply(status=503)


def scripted(site: Site, *replies: Reply) -> None:
    """The site gives these answers in turn, then the last for ever."""
    left = list(replies)
    site.routes["/a"] = lambda asked: left.pop(0) if len(left) > 1 else left[0]


def status_of(polite: PoliteClient, site: Site, method: str = "GET") -> int:
    """The status that a fetch ends with."""
    with polite.stream(method, f"{site.root}/a") as fetched:
        return fetched.status


def test_a_busy_host_is_asked_again(site: Site, client: GuardedClient) -> None:
    scripted(site, BUSY, Reply(status=429, headers={"Retry-After": "0"}), Reply(b"ok"))
    assert status_of(PoliteClient(client, QUICK), site) == 200
    assert len(site.asked) == 3


def test_a_host_busy_for_good_gives_its_status(site: Site, client: GuardedClient) -> None:
    scripted(site, BUSY)
    assert status_of(PoliteClient(client, QUICK), site) == 503
    assert len(site.asked) == 4


def test_what_is_not_idempotent_is_asked_once(site: Site, client: GuardedClient) -> None:
    scripted(site, BUSY)
    assert status_of(PoliteClient(client, QUICK), site, "POST") == 503
    assert len(site.asked) == 1


def test_a_long_retry_after_ends_the_run_with_its_length(site: Site, client: GuardedClient) -> None:
    scripted(site, Reply(status=429, headers={"Retry-After": "900"}))
    with pytest.raises(ComeBackLater) as caught:
        status_of(PoliteClient(client, QUICK), site)
    assert caught.value.seconds == 900
    assert len(site.asked) == 1


def test_a_refused_connection_is_tried_again_then_said(client: GuardedClient) -> None:
    polite = PoliteClient(client, QUICK)
    with pytest.raises(ConnectionFailed), polite.stream("GET", f"http://127.0.0.1:{free_port()}/"):
        pass


def test_one_host_is_asked_by_one_fetch_at_a_time(site: Site, client: GuardedClient) -> None:
    inside, most = [0], [0]

    def counted(asked: Asked) -> Reply:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.02)
        inside[0] -= 1
        return Reply(b"ok")

    site.routes["/a"] = counted
    polite = PoliteClient(client, QUICK)
    threads = [threading.Thread(target=status_of, args=(polite, site)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(site.asked), most[0]) == (4, 1)


def test_waiting_ends_when_cancelled(site: Site, client: GuardedClient) -> None:
    scripted(site, BUSY)
    polite = PoliteClient(client, Pace(delay=0, waits=(3600,)))
    cancel = lambda: len(site.asked) > 0  # noqa: E731
    with pytest.raises(Cancelled), polite.stream("GET", f"{site.root}/a", cancel=cancel):
        pass


@pytest.mark.parametrize(
    ("text", "seconds"), [("7", 7.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("", None), ("-1", None)]
)
def test_both_forms_of_retry_after_are_read(text: str, seconds: float | None) -> None:
    assert asked_wait(httpx.Headers({"Retry-After": text})) == seconds


def test_robots_are_heard(site: Site, client: GuardedClient) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: parvis\nDisallow: /private/\nCrawl-delay: 90\n")
    robots = robots_of(client, f"{site.root}/page?x=1")
    assert robots.allows(f"{site.root}/page")
    assert not robots.allows(f"{site.root}/private/x")
    assert robots.delay() == 30


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (503, False)])
def test_without_readable_robots(site: Site, client: GuardedClient, status: int, allowed: bool) -> None:
    site.routes["/robots.txt"] = Reply(status=status)
    assert robots_of(client, site.root).allows(f"{site.root}/page") is allowed
