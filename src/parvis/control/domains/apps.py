"""Registration with Django."""

from django.apps import AppConfig


class DomainsConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.domains"
    label = "domains"
