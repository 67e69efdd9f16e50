"""Registration with Django."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.trust"
    label = "trust"
