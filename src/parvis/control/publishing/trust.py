"""The trust score as readers get it: in short in the manifest, whole in an object of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from parvis.control.publishing.stores import store
from parvis.control.trust import queries
from parvis.control.trust.facts.history import Decision
from parvis.core.clock import now
from parvis.data.store.keys import trust_key
from parvis.data.trust.documents import canonical
from parvis.data.trust.rendering import public_object
from parvis.data.trust.result import State

SHOWN_HISTORY, SHOWN_CHECKS, SHOWN_DAYS = 200, 200, timedelta(days=30)
_SHORT = ("state", "provisional", "method", "computed_at", "evidence_hash", "score", "badge", "band", "sum")


def trust_block(uid: str) -> dict[str, Any] | None:
    """The member ``trust`` of the dataset's manifest, its object written; None before the first score."""
    score = queries.score_of(uid)
    if score is None:
        return None
    shown = public_object(score)
    block = {name: shown[name] for name in _SHORT if name in shown}
    if score.state is not State.SCORED:
        return block
    appeals = queries.appeals_of(uid)
    whole = canonical(
        {
            "result": shown,
            "evidence": queries.document_of(uid),
            "history": [line.to_dict() for line in queries.history_of(uid, limit=SHOWN_HISTORY)],
            "checks": [line.to_dict() for line in queries.checks_of(uid, limit=SHOWN_CHECKS)],
            "days": [line.to_dict() for line in queries.days_of(uid, since=now() - SHOWN_DAYS)],
            "appeals": [appeal.to_dict() for appeal in appeals],
        }
    )
    key = trust_key(uid, hashlib.sha256(whole).hexdigest()[:32])
    if not store().objects.exists(key):
        store().objects.put_bytes(key, whole)
    counted = {state.value: sum(appeal.decision is state for appeal in appeals) for state in Decision}
    contested = {"appeals": counted} if appeals else {}
    return {**block, "axes": dict(score.values), "detail": key, **contested}


def differs(shown: Mapping[str, Any] | None, block: Mapping[str, Any] | None) -> bool:
    """Whether readers would see another number, band or state, or another appeal or answer."""
    names = ("state", "provisional", "method", "sum", "axes", "appeals")
    return [(shown or {}).get(name) for name in names] != [(block or {}).get(name) for name in names]
