"""What every page of the operator's admin has in common."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To look only: a change by hand would leave no audit line and bring no news to the read processes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refused."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refused."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refused."""
        return False
