"""Which API keys may push to a dataset: those of its group, or of the group that pushes to the whole domain."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Set

EVERYWHERE = "push"
_PLAIN = re.compile(r"[a-z0-9_-]{1,50}")


def push_group(dataset_id: str) -> str:
    """The group of the keys that push to a dataset; identifiers that cannot be part of a group are hashed."""
    if _PLAIN.fullmatch(dataset_id):
        return f"push-{dataset_id}"
    return f"push-id_{hashlib.sha256(dataset_id.encode()).hexdigest()[:40]}"


def may_push(groups: Set[str], dataset_id: str) -> bool:
    """Whether a caller of these groups may."""
    return EVERYWHERE in groups or push_group(dataset_id) in groups
