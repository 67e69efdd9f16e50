"""The control database of Django from its address."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from parvis.core.config import InvalidSetting, Settings


def default_database(settings: Settings) -> dict[str, Any]:
    """Django's description of the database; raises InvalidSetting for an address that cannot be read."""
    return postgresql(settings.database_url) if settings.database_url else sqlite(settings)


def sqlite(settings: Settings) -> dict[str, Any]:
    """One file. Writers take the lock when they begin, so none fails in the middle; commits survive a power cut."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": settings.home / "control.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """``postgres://user:password@host:port/name?option=value``; parts may be percent-encoded."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise InvalidSetting(
            "PARVIS_DATABASE_URL cannot be read",
            hint="write postgres://user:password@host:port/name, or leave it empty",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
