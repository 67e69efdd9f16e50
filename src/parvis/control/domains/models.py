"""Domains and their host names."""

from __future__ import annotations

from django.db import models


class Domain(models.Model):
    """One portal of the installation. Exactly one is the default once there is any."""

    slug = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=200)
    tagline = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=2, default="fr")
    is_default = models.BooleanField(default=False)
    private = models.BooleanField(default=False)
    theme = models.JSONField(default=dict, blank=True)
    basemaps = models.JSONField(default=list, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-is_default", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="domain_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Host(models.Model):
    """A host name that a domain answers to; ``position`` keeps the order in which they were given."""

    name = models.CharField(primary_key=True, max_length=255)
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="hosts")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
