"""Registration with Django."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.catalog"
    label = "catalog"
