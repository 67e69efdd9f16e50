"""The application that brings components and static files to Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Design system: no model, no address."""

    name = "parvis.web.ui"
    label = "ui"
