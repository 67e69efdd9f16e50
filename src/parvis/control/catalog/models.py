"""Datasets as edited, and their versions."""

from __future__ import annotations

from django.db import models

from parvis.control.catalog.facts import DatasetState, How, Mode, VersionState
from parvis.core.ids import dataset_uid


class Dataset(models.Model):
    """One dataset of one domain.

    ``stated`` is the curator's metadata, ``field_choices`` the choices by field, ``grants`` who sees what.
    ``revision`` counts publications, ``current`` is the number of the version that they show, ``reserved`` the
    highest number ever given to a version, so that no object is ever written under a name that was used before.
    ``shown`` lists which version (0: none) readers saw from which instant on; ``retention`` says which are kept.
    """

    uid = models.CharField(primary_key=True, max_length=20, default=dataset_uid, editable=False)
    slug = models.CharField(max_length=120)
    domain = models.ForeignKey("domains.Domain", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in DatasetState], default=DatasetState.DRAFT
    )
    stated = models.JSONField(default=dict)
    field_choices = models.JSONField(default=list)
    grants = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    current = models.PositiveIntegerField(null=True, blank=True)
    reserved = models.PositiveIntegerField(default=0)
    shown = models.JSONField(default=list)
    retention = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)
    metadata_changed = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["domain", "slug"]
        constraints = [models.UniqueConstraint(fields=["domain", "slug"], name="dataset_id_in_domain")]

    def __str__(self) -> str:
        return f"{self.domain_id}/{self.slug}"


class DatasetVersion(models.Model):
    """The rows of a dataset at one time, immutable once ready. ``computed`` is what ingest found out.

    ``choices`` are those about fields when readers saw it last (None: those of its dataset). ``swept``: it was deleted
    and its objects are gone.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in VersionState], default=VersionState.WRITING
    )
    rows = models.BigIntegerField(default=0)
    schema = models.JSONField(default=list)
    data_key = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    checksum = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)
    computed = models.JSONField(default=dict)
    source_name = models.CharField(max_length=255, blank=True)
    source_fingerprint = models.CharField(max_length=64, blank=True)
    author = models.CharField(max_length=254, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    mode = models.CharField(max_length=10, choices=[(m.value, m.value) for m in Mode], default=Mode.REPLACE)
    choices = models.JSONField(null=True, blank=True, default=None)
    deleted = models.DateTimeField(null=True, blank=True)
    deleted_by = models.CharField(max_length=254, blank=True)
    deleted_reason = models.CharField(max_length=500, blank=True)
    swept = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="version_number_in_dataset")]

    def __str__(self) -> str:
        return f"{self.dataset_id}/{self.number}"


class DatasetPipeline(models.Model):
    """One state of a dataset's pipeline of processors; the highest number is the one in use, the others its history."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    pipeline = models.JSONField(default=dict)
    author = models.CharField(max_length=254, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="pipeline_number_in_dataset")]

    def __str__(self) -> str:
        return f"{self.dataset_id} pipeline {self.number}"


class DatasetParent(models.Model):
    """A dataset or an outside source that a dataset is made from.

    ``license`` is that of an outside source as stated; ``decided`` is what the licence meant when the outcome was last
    decided. ``evidence`` says where a written permission is, ``permits`` towards which licence.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=[(h.value, h.value) for h in How])
    place = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey(Dataset, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reference = models.CharField(max_length=500)
    version = models.PositiveIntegerField(null=True, blank=True)
    license = models.CharField(max_length=500, blank=True)
    decided = models.CharField(max_length=120, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    permits = models.CharField(max_length=120, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["dataset", "how", "place"]
        constraints = [models.UniqueConstraint(fields=["dataset", "how", "reference"], name="parent_once_a_dataset")]

    def __str__(self) -> str:
        return f"{self.dataset_id} from {self.reference}"


class DatasetTableSchema(models.Model):
    """One state of the Table Schema that a dataset should follow; the highest number is the one in use.

    An empty ``descriptor`` detaches the schema. ``required``: versions that do not conform are not published.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    descriptor = models.JSONField(default=dict)
    url = models.CharField(max_length=2000, blank=True)
    required = models.BooleanField(default=False)
    author = models.CharField(max_length=254, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="table_schema_number_in_dataset")]

    def __str__(self) -> str:
        return f"{self.dataset_id} schema {self.number}"
