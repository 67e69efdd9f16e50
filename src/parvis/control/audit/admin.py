"""The log in the operator's admin."""

from __future__ import annotations

from django.contrib import admin

from parvis.control.admin import ReadOnlyAdmin
from parvis.control.audit.models import AuditLine


@admin.register(AuditLine)
class AuditLineAdmin(ReadOnlyAdmin):
    """Lines, newest first."""

    list_display = ["at", "actor", "action", "object", "domain"]
    list_filter = ["action", "domain"]
    search_fields = ["actor", "object"]
