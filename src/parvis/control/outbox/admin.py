"""The outbox in the operator's admin."""

from __future__ import annotations

from django.contrib import admin

from parvis.control.admin import ReadOnlyAdmin
from parvis.control.outbox.models import OutboxLine


@admin.register(OutboxLine)
class OutboxLineAdmin(ReadOnlyAdmin):
    """News, oldest first."""

    list_display = ["id", "created", "delivered", "position", "payload"]
