"""News are kept with the state they announce, delivered in order, and survive a receiver that fails."""

import pytest
from django.db import transaction

from parvis.control.outbox import queries
from parvis.control.outbox.actions import announce, deliver
from parvis.control.publishing.outbox import drain
from parvis.data.store.entries import DatasetWithdrawn, to_dict
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db


def news(number: int) -> dict:
    return to_dict(DatasetWithdrawn(f"da_{number}", number))


def test_news_of_a_change_that_fails_are_forgotten():
    with transaction.atomic():
        announce(news(1))
        transaction.set_rollback(True)
    assert queries.waiting() == []


def test_all_news_are_handed_over_in_order_and_once():
    for number in range(5):
        announce(news(number))
    received: list[int] = []
    assert deliver(lambda payload, token: received.append(payload["revision"]) or 1, batch=2) == 5
    assert received == [0, 1, 2, 3, 4]
    assert deliver(lambda payload, token: 1 / 0) == 0


def test_a_failing_receiver_loses_nothing():
    for number in range(3):
        announce(news(number))
    received: list[int] = []

    def fails_on_the_second(payload, token):
        if payload["revision"] == 1 and len(received) < 2:
            received.append(-1)
            raise OSError("disk full")
        received.append(payload["revision"])
        return 1

    with pytest.raises(OSError, match="disk full"):
        deliver(fails_on_the_second)
    assert deliver(fails_on_the_second) == 2
    assert received == [0, -1, 1, 2]


def test_news_whose_delivery_was_not_noted_are_not_written_twice(store: Store):
    announce(news(1))
    (waiting,) = queries.waiting()
    store.feed.append(DatasetWithdrawn("da_1", 1), token=waiting.token)
    assert drain() == 1
    assert [entry for _, _, entry in store.feed.read()] == [DatasetWithdrawn("da_1", 1)]
    assert drain() == 0


@pytest.mark.django_db(transaction=True)
def test_news_reach_the_feed_at_the_commit(store: Store):
    with transaction.atomic():
        announce(news(1))
        assert store.feed.read() == []
    assert [entry for _, _, entry in store.feed.read()] == [DatasetWithdrawn("da_1", 1)]
