"""Places kept between tiles."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from parvis.data.engine.engine import Cancellation
from parvis.data.engine.errors import QueryCancelled
from parvis.data.serving.tiles.kept import KeptPlaces
from parvis.data.serving.tiles.places import Places


def some(count: int) -> Places:
    return Places.of({"number": np.arange(count), "lon": np.zeros(count), "lat": np.zeros(count)})


def test_many_who_ask_at_once_have_it_made_once() -> None:
    kept, made = KeptPlaces(), []

    def make() -> Places:
        made.append(1)
        time.sleep(0.05)
        return some(3)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: kept.get("a", make), range(8)))
    assert len(made) == 1
    assert all(each is found[0] for each in found)


def test_the_least_used_leave_first_and_the_last_one_stays() -> None:
    kept = KeptPlaces(capacity=some(100).nbytes * 2)
    first = kept.get("a", lambda: some(100))
    kept.get("b", lambda: some(100))
    assert kept.get("a", lambda: some(1)) is first
    kept.get("c", lambda: some(100))
    assert kept.get("a", lambda: some(1)) is first
    assert len(kept.get("b", lambda: some(7))) == 7
    huge = kept.get("huge", lambda: some(10_000))
    assert kept.get("huge", lambda: some(1)) is huge


def test_what_fails_is_made_again() -> None:
    kept = KeptPlaces()
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: some(1 // 0))
    assert len(kept.get("a", lambda: some(2))) == 2


def test_who_leaves_does_not_wait() -> None:
    kept, begun, go = KeptPlaces(), threading.Event(), threading.Event()

    def slow() -> Places:
        begun.set()
        go.wait(5)
        return some(1)

    maker = threading.Thread(target=kept.get, args=("a", slow))
    maker.start()
    begun.wait(5)
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(QueryCancelled):
        kept.get("a", lambda: some(1), cancel)
    go.set()
    maker.join()
