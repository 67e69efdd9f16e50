"""Registration with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app under its short label."""

    name = "parvis.control.accounts"
    label = "accounts"
