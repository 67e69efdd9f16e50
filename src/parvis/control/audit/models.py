"""The log of actions."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AuditLine(models.Model):
    """One action of one actor on one object. Written once, never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=60)
    object = models.CharField(max_length=254)
    domain = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if self.pk is not None:
            raise TypeError("audit lines are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TypeError("audit lines are never removed")

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.object}"
