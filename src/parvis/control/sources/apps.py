"""Registration with Django."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.sources"
    label = "sources"
