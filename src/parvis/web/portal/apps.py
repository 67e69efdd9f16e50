"""The application of public pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public pages: no model."""

    name = "parvis.web.portal"
    label = "portal"
