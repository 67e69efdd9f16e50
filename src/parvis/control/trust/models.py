"""Evidence, scores, appeals and checks, kept."""

from __future__ import annotations

from django.db import models

from parvis.control.trust.facts.history import Decision


class EvidenceRow(models.Model):
    """One evidence document of a dataset, under the hash that names it. Never changed."""

    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=80)
    document = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["dataset", "hash"], name="evidence_once")]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.hash[:16]}"


class ScoreRow(models.Model):
    """One score that differs from the one before, with its evidence and why it moved. Never changed."""

    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey(EvidenceRow, on_delete=models.RESTRICT, related_name="+")
    method = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    sum = models.PositiveIntegerField()
    badge = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=1)
    axes = models.JSONField()
    changed = models.JSONField(default=list)
    result = models.CharField(max_length=80)
    reason = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["dataset", "-id"])]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.sum}"


class CurrentScore(models.Model):
    """The last line of each dataset's history, and when it was last confirmed."""

    dataset = models.OneToOneField("catalog.Dataset", primary_key=True, on_delete=models.CASCADE, related_name="+")
    score = models.ForeignKey(ScoreRow, on_delete=models.RESTRICT, related_name="+")
    evidence = models.ForeignKey(EvidenceRow, on_delete=models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dataset_id}"


class AppealRow(models.Model):
    """A point that a producer contests, and the answer."""

    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.CASCADE, related_name="+")
    axis = models.CharField(max_length=20)
    signal = models.CharField(max_length=40)
    subject = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    author = models.CharField(max_length=254)
    made = models.DateTimeField()
    due = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=[(d.value, d.value) for d in Decision], default=Decision.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=254, blank=True)
    answered = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "axis", "signal", "subject"],
                condition=models.Q(decision="open"),
                name="appeal_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.axis}.{self.signal}"


class CheckRow(models.Model):
    """One check of one address: what was asked, what came back. Kept 400 days."""

    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.CASCADE, related_name="+")
    distribution = models.CharField(max_length=120)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True)
    confirmed = models.BooleanField(default=True)
    trigger = models.CharField(max_length=10, default="schedule")
    record = models.JSONField()
    next_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["dataset", "distribution", "-at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.dataset_id}/{self.distribution} {self.outcome}"


class CheckDay(models.Model):
    """The checks of an address on a day, once they are too old to be kept one by one. Kept for ever."""

    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.CASCADE, related_name="+")
    distribution = models.CharField(max_length=120)
    day = models.DateField()
    checks = models.PositiveIntegerField()
    ok = models.PositiveIntegerField()
    worst = models.CharField(max_length=20)
    latency_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["dataset", "distribution", "day"], name="check_day_once")]

    def __str__(self) -> str:
        return f"{self.dataset_id}/{self.distribution} {self.day}"


class WatchRow(models.Model):
    """An address under watch: ``address`` is the target, ``seen`` what the last check left for the next one.

    ``claimed`` is until when a worker holds it; ``failures`` in a row, the first at ``since``.
    """

    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=120)
    address = models.JSONField()
    version = models.CharField(max_length=200, blank=True)
    lively = models.BooleanField(default=False)
    next_at = models.DateTimeField()
    claimed = models.DateTimeField(null=True, blank=True)
    trigger = models.CharField(max_length=10, default="schedule")
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True, blank=True)
    seen = models.JSONField(default=dict)

    class Meta:
        ordering = ["next_at", "id"]
        constraints = [models.UniqueConstraint(fields=["dataset", "target"], name="watched_once")]
        indexes = [models.Index(fields=["next_at"])]

    def __str__(self) -> str:
        return f"{self.dataset_id}/{self.target}"


class AskedRow(models.Model):
    """When checks of a dataset were last asked for by hand."""

    dataset = models.OneToOneField("catalog.Dataset", primary_key=True, on_delete=models.CASCADE, related_name="+")
    by_owner = models.DateTimeField(null=True, blank=True)
    by_anyone = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.dataset_id}"


class ClaimRow(models.Model):
    """What a publisher of a domain says of itself, and what was confirmed about it; ``name`` is folded.

    ``token`` is what it has to show on its site; ``tested`` is when the site was last looked at for it.
    """

    domain = models.ForeignKey("domains.Domain", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)
    claim = models.JSONField()
    token = models.CharField(max_length=64, blank=True)
    tested = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["domain", "name"]
        constraints = [models.UniqueConstraint(fields=["domain", "name"], name="claim_once")]

    def __str__(self) -> str:
        return f"{self.domain_id} {self.name}"
