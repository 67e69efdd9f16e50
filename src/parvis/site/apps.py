"""Registration with Django, last of all apps."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Connects listeners once every app is loaded."""

    name = "parvis.site"
    label = "site"

    def ready(self) -> None:
        """Wire."""
        # Models can only be imported once the apps are loaded.
        from parvis.site.wiring import wire  # noqa: PLC0415

        wire()
