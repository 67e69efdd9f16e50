"""Registration with Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.publishing"
    label = "publishing"
