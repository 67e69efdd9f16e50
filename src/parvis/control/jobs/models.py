"""The log of background runs; the queue itself is django-tasks' own table."""

from __future__ import annotations

from django.db import models

from parvis.control.jobs.facts import JobState


class Job(models.Model):
    """One piece of background work, from its first run to its end. ``task_id`` is its line in the queue."""

    task_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=254)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in JobState], default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "heartbeat"])]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
