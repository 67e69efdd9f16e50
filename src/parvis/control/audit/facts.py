"""A line of the log as others read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """Who (a name, not a reference: people may leave) did what to which object of which domain ("" for none)."""

    at: datetime
    actor: str
    action: str
    object: str
    domain: str
    detail: Mapping[str, Any]
