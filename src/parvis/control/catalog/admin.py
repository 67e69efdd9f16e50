"""Datasets in the operator's admin."""

from __future__ import annotations

from django.contrib import admin

from parvis.control.admin import ReadOnlyAdmin
from parvis.control.catalog.models import Dataset, DatasetVersion


@admin.register(Dataset)
class DatasetAdmin(ReadOnlyAdmin):
    """Datasets, by domain."""

    list_display = ["uid", "domain", "slug", "state", "revision", "current", "created", "metadata_changed"]
    list_filter = ["domain", "state"]
    search_fields = ["uid", "slug"]


@admin.register(DatasetVersion)
class DatasetVersionAdmin(ReadOnlyAdmin):
    """Versions, newest first."""

    list_display = ["dataset", "number", "state", "rows", "size", "source_name", "author", "created"]
    search_fields = ["dataset__uid", "dataset__slug", "source_name"]
