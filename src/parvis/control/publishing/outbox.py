"""News to the feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.control.outbox.actions import deliver
from parvis.control.publishing.stores import store
from parvis.data.store.entries import from_dict


def drain() -> int:
    """Append all waiting news to the feed, once each and in order; returns how many lines were handed over.

    Called when a command or a server starts and after each commit that brought news. Errors: OSError when the store
    cannot be written; the news wait for the next call.
    """
    feed = store().feed

    def receive(payload: Mapping[str, Any], token: str) -> int:
        entry = from_dict(payload)
        if entry is None:
            raise ValueError(f"news of an unknown kind: {payload.get('kind')}")
        return feed.append(entry, token=token)

    return deliver(receive)
