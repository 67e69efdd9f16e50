"""Registration with Django."""

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.community"
    label = "community"
