"""People and keys in the operator's admin."""

from __future__ import annotations

from django.contrib import admin

from parvis.control.accounts.models import ApiKey, User
from parvis.control.admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People."""

    fields = ["email", "is_operator", "is_active", "created", "last_login"]
    list_display = ["email", "is_operator", "is_active", "created", "last_login"]
    search_fields = ["email"]


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """Keys, without their hash."""

    fields = ["id", "name", "last", "domain", "groups", "owner", "created", "revoked_at"]
    list_display = ["id", "name", "last", "domain", "groups", "owner", "created", "revoked_at"]
    search_fields = ["id", "name"]
