"""Registration with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.jobs"
    label = "jobs"
