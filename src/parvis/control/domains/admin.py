"""Domains in the operator's admin."""

from __future__ import annotations

from django.contrib import admin

from parvis.control.admin import ReadOnlyAdmin
from parvis.control.domains.models import Domain


@admin.register(Domain)
class DomainAdmin(ReadOnlyAdmin):
    """Domains, the default first."""

    list_display = ["slug", "title", "language", "is_default", "private", "created"]
