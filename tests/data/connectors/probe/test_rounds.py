"""Many addresses: beside each other by host, one after the other on one, and an end whatever happens."""

from __future__ import annotations

import threading
import time

from tests.data.connectors.probe.conftest import LOCAL
from tests.factories.web import Asked as Request
from tests.factories.web import Reply, serving_site

from parvis.data.connectors.probe import Manners, Prober, checked
from parvis.data.connectors.probe.manners import Limits
from parvis.data.connectors.probe.rounds import Asked
from parvis.data.trust.targets import Target


def targets(root: str, count: int) -> list[Asked[int]]:
    return [Asked(n, Target(str(n), "data", f"{root}/{n}.csv", "csv")) for n in range(count)]


def test_every_address_is_told_once_and_a_host_is_asked_by_one_at_a_time() -> None:
    inside, most, lock = [0], [0], threading.Lock()

    def answer(_: Request) -> Reply:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.002)
        with lock:
            inside[0] -= 1
        return Reply(b"a,b\n1,2\n")

    with serving_site() as site, Prober(LOCAL, manners=Manners(Limits(delay=0))) as prober:
        site.routes |= {f"/{n}.csv": answer for n in range(20)}
        told = list(checked(prober, targets(site.root, 20), seconds=20))
    assert sorted(one.key for one in told) == list(range(20))
    assert most[0] == 1


def test_requests_of_a_host_are_spaced_and_limited() -> None:
    arrived: list[float] = []

    def answer(_: Request) -> Reply:
        arrived.append(time.monotonic())
        return Reply(b"a,b\n1,2\n")

    with serving_site() as site, Prober(LOCAL, manners=Manners(Limits(delay=0.1, most=3, window=60))) as prober:
        site.routes |= {f"/{n}.csv": answer for n in range(9)}
        told = list(checked(prober, targets(site.root, 9), seconds=1))
    # The rules of the site count too: three requests in the window are these and two files.
    assert len(told) == len(arrived) == 2
    assert arrived[1] - arrived[0] >= 0.1


def test_a_cancelled_round_ends_and_tells_nothing_of_the_rest() -> None:
    with serving_site() as site, Prober(LOCAL, manners=Manners(Limits(delay=0))) as prober:
        assert list(checked(prober, targets(site.root, 5), seconds=20, cancel=lambda: True)) == []
        assert list(checked(prober, [], seconds=1)) == []
