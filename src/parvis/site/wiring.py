"""Who reacts to what: the one list."""

from __future__ import annotations

from parvis.control.outbox.actions import listen
from parvis.control.publishing.outbox import drain


def wire() -> None:
    """Connect the listeners; called once a process, when Django is ready."""
    listen(drain)
