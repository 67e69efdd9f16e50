"""Writing news, and delivering them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from parvis.control.outbox import queries
from parvis.control.outbox.models import OutboxLine
from parvis.core.clock import now

_after_commit: list[Callable[[], object]] = []


def listen(deliver: Callable[[], object]) -> None:
    """Call this after each commit that brought news; only ``site/wiring.py`` says who listens."""
    if deliver not in _after_commit:
        _after_commit.append(deliver)


def announce(payload: Mapping[str, Any]) -> None:
    """Write one piece of news, in the transaction of the caller: both are kept or neither.

    Triggers a delivery after the commit. When that fails it is logged, and the next delivery takes the news along.
    """
    OutboxLine.objects.create(payload=dict(payload))
    transaction.on_commit(_deliver, robust=True)


def deliver(receive: Callable[[Mapping[str, Any], str], int], *, batch: int = 500) -> int:
    """Hand all undelivered news to ``receive(payload, token) -> position`` in order; returns how many.

    Safe beside another delivery: news may be handed over twice, never out of order, and the receiver knows the token.
    Errors of ``receive`` stop the delivery and reach the caller; what was handed over stays delivered.
    """
    count = 0
    while waiting := queries.waiting(limit=batch):
        for news in waiting:
            position = receive(news.payload, news.token)
            OutboxLine.objects.filter(pk=news.id).update(delivered=now(), position=position)
            count += 1
    return count


def redeliver(news_id: int) -> None:
    """Let this piece of news wait again: its receiver has lost it."""
    OutboxLine.objects.filter(pk=news_id).update(delivered=None, position=None)


def forget(news_id: int) -> None:
    """Take note that the receiver has lost this piece of news and that it cannot be told again."""
    OutboxLine.objects.filter(pk=news_id).update(position=None)


def _deliver() -> None:
    for listener in _after_commit:
        listener()
