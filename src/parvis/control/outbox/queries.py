"""Reading the outbox."""

from __future__ import annotations

from django.db.models import Max

from parvis.control.outbox.facts import News
from parvis.control.outbox.models import OutboxLine


def waiting(*, limit: int = 500) -> list[News]:
    """News not delivered yet, oldest first."""
    lines = OutboxLine.objects.filter(delivered=None).order_by("id")[:limit]
    return [News(line.pk, line.token, line.payload) for line in lines]


def last_position() -> int:
    """The furthest position that a receiver has answered, 0 when there is none."""
    return OutboxLine.objects.aggregate(last=Max("position"))["last"] or 0


def delivered_after(position: int) -> list[News]:
    """News that were delivered beyond this position, oldest first."""
    lines = OutboxLine.objects.filter(position__gt=position).order_by("id")
    return [News(line.pk, line.token, line.payload) for line in lines]
