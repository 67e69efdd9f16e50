"""Sources in the operator's admin, without their secrets."""

from __future__ import annotations

from django.contrib import admin

from parvis.control.admin import ReadOnlyAdmin
from parvis.control.sources.models import Run, Source


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    """Sources by dataset."""

    list_display = ["domain", "dataset_id", "kind", "schedule", "next_run", "last_success", "failures"]
    exclude = ["secrets"]


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """Runs, newest first."""

    list_display = ["id", "source", "state", "trigger", "created", "finished", "code", "version"]
    list_filter = ["state"]
