"""Scores and appeals in the operator's admin."""

from __future__ import annotations

from django.contrib import admin

from parvis.control.admin import ReadOnlyAdmin
from parvis.control.trust.models import AppealRow, ScoreRow


@admin.register(ScoreRow)
class ScoreAdmin(ReadOnlyAdmin):
    """Kept scores, newest first."""

    list_display = ["dataset", "at", "method", "sum", "badge", "band", "reason"]
    list_filter = ["band", "method"]


@admin.register(AppealRow)
class AppealAdmin(ReadOnlyAdmin):
    """Appeals, newest first."""

    list_display = ["dataset", "axis", "signal", "made", "due", "decision"]
    list_filter = ["decision", "axis"]
