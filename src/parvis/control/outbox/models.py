"""News waiting for delivery, and those delivered."""

from __future__ import annotations

import uuid

from django.db import models


def new_token() -> str:
    """A token that makes delivery idempotent."""
    return uuid.uuid4().hex


class OutboxLine(models.Model):
    """One piece of news. ``payload`` is JSON with its ``kind``; ``position`` is what the receiver answered."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    payload = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    delivered = models.DateTimeField(null=True, blank=True)
    position = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["id"], condition=models.Q(delivered=None), name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.payload.get('kind')} {self.token}"
