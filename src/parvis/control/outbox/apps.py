"""Registration with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.outbox"
    label = "outbox"
