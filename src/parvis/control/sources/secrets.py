"""Secrets of sources: encrypted with a key of the installation, readable only to fetch."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from parvis.control.sources.facts import SecretUnreadable
from parvis.core.config import Settings


def encrypted(secrets: Mapping[str, str]) -> str:
    """The secrets as one token; empty when there are none."""
    return _machine().encrypt(orjson.dumps(dict(secrets))).decode("ascii") if secrets else ""


def decrypted(token: str) -> dict[str, str]:
    """The inverse. Raises SecretUnreadable."""
    if not token:
        return {}
    try:
        found: dict[str, str] = orjson.loads(_machine().decrypt(token.encode("ascii")))
    except InvalidToken as error:
        raise SecretUnreadable(
            "the secrets of the source cannot be read with today's key",
            hint="put the former PARVIS_SECRET_KEY into PARVIS_FORMER_SECRET_KEYS, or set the secrets again",
        ) from error
    return found


def rotated(token: str) -> str:
    """The same secrets under today's key. Raises SecretUnreadable."""
    return encrypted(decrypted(token))


def _machine() -> MultiFernet:
    settings = Settings.from_environment()
    keys = (settings.secret_key(), *settings.former_secret_keys)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret: str) -> bytes:
    # Another use of the same secret must not give the same key.
    return base64.urlsafe_b64encode(hmac.new(secret.encode(), b"secrets of sources", hashlib.sha256).digest())
