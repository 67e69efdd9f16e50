"""The register of questions."""

from __future__ import annotations

from django.db import models

from parvis.control.community.facts import Profile, QuestionState


class Question(models.Model):
    """A request for the interpretation of a licence.

    ``name``, ``email`` and ``sender`` are the only personal data and are emptied in time. ``object_key`` is the
    published answer in the store.
    """

    number = models.CharField(max_length=20, unique=True)
    domain = models.ForeignKey("domains.Domain", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in QuestionState], default=QuestionState.RECEIVED
    )
    created = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    sender = models.CharField(max_length=24, blank=True)
    profile = models.CharField(max_length=12, choices=[(p.value, p.value) for p in Profile])
    datasets = models.JSONField(default=list)
    intended = models.TextField(blank=True)
    question = models.TextField()
    language = models.CharField(max_length=2, default="fr")
    answer = models.TextField(blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=254, blank=True)
    public_question = models.TextField(blank=True)
    licenses = models.JSONField(default=list)
    published = models.DateTimeField(null=True, blank=True)
    object_key = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["domain", "created"]), models.Index(fields=["sender", "created"])]

    def __str__(self) -> str:
        return self.number
