"""The trust score of a published dataset, whole: as publishing left it in the store."""

from __future__ import annotations

from typing import Any

import orjson

from parvis.data.store.manifest import Manifest
from parvis.data.store.objects import Objects


def whole(objects: Objects, manifest: Manifest) -> dict[str, Any] | None:
    """``result``, ``evidence``, ``history``, ``checks``, ``days`` and ``appeals``; None before the first score.

    Where the score is not public, the result has no number and the lists are empty.
    """
    short = manifest.trust
    if short is None:
        return None
    empty: dict[str, Any] = {"evidence": None, "history": [], "checks": [], "days": [], "appeals": []}
    if not short.get("detail"):
        return {**empty, "result": {"dataset": manifest.id, **short}}
    return {**empty, **orjson.loads(objects.get(short["detail"]))}
