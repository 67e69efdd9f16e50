"""Identifiers that people and programs quote."""

from __future__ import annotations

import re
import secrets

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
DATASET_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}")


def dataset_uid() -> str:
    """An immutable dataset identifier: ``da_`` and ten characters (the vendor's have six; ours must not collide)."""
    return "da_" + "".join(secrets.choice(_ALPHABET) for _ in range(10))


def api_key() -> str:
    """A new secret API key of 160 bits, shown once to its owner."""
    return "pk_" + secrets.token_hex(20)


def is_dataset_id(text: str) -> bool:
    """Whether the text may name a dataset: letters, digits, ``-`` and ``_``, at most 120."""
    return DATASET_ID.fullmatch(text) is not None
