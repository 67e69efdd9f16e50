"""News as others read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class News:
    """One undelivered piece of news; the receiver treats a token that it knows as done."""

    id: int
    token: str
    payload: Mapping[str, Any]
