"""Jobs in the operator's admin."""

from __future__ import annotations

from django.contrib import admin

from parvis.control.admin import ReadOnlyAdmin
from parvis.control.jobs.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Jobs, newest first."""

    list_display = ["name", "key", "state", "attempts", "created", "started", "heartbeat", "finished"]
    list_filter = ["state", "name"]
