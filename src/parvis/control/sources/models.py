"""Sources, their runs, the alerts they raised, and who holds which dataset."""

from __future__ import annotations

from django.db import models

from parvis.control.sources.facts import OPEN, RunState
from parvis.core.clock import now


class Source(models.Model):
    """Where the files of one dataset come from. ``secrets`` is encrypted; ``state`` is what the kind remembers.

    ``reading`` says how its files are read: options of the ingest by name.
    """

    domain = models.ForeignKey("domains.Domain", on_delete=models.CASCADE, related_name="+")
    dataset_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    options = models.JSONField(default=dict)
    secrets = models.TextField(blank=True)
    secret_names = models.JSONField(default=list)
    reading = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)
    private = models.BooleanField(null=True)
    schedule = models.CharField(max_length=120, blank=True)
    timezone = models.CharField(max_length=64, default="Europe/Paris")
    paused = models.BooleanField(default=False)
    owner = models.CharField(max_length=254)
    silent_after = models.CharField(max_length=20, blank=True)
    state = models.JSONField(default=dict)
    next_run = models.DateTimeField(null=True, blank=True)
    last_success = models.DateTimeField(null=True, blank=True)
    last_new = models.DateTimeField(default=now)
    failures = models.PositiveIntegerField(default=0)
    told_failing = models.BooleanField(default=False)
    told_silent = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["domain", "dataset_id"]
        constraints = [models.UniqueConstraint(fields=["domain", "dataset_id"], name="one_source_a_dataset")]
        indexes = [models.Index(fields=["paused", "next_run"])]

    def __str__(self) -> str:
        return f"{self.domain_id}/{self.dataset_id}"


class Run(models.Model):
    """One fetch of a source. ``pending`` is the state that counts once the files are published."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in RunState], default=RunState.WAITING)
    trigger = models.CharField(max_length=20)
    actor = models.CharField(max_length=254)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    cancelled = models.BooleanField(default=False)
    files = models.JSONField(default=list)
    pending = models.JSONField(default=dict)
    folder = models.CharField(max_length=400, blank=True)
    code = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(state__in=[s.value for s in OPEN]), name="one_open_run_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Alert(models.Model):
    """News for an owner, kept for whoever delivers notifications."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=20)
    owner = models.CharField(max_length=254)
    message = models.TextField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"


class Hold(models.Model):
    """A dataset that one process is publishing. ``process`` names it on its machine; a dead one holds nothing."""

    name = models.CharField(primary_key=True, max_length=200)
    token = models.CharField(max_length=32)
    machine = models.CharField(max_length=120)
    process = models.CharField(max_length=60)
    heartbeat = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
