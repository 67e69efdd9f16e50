"""Registration with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.audit"
    label = "audit"
