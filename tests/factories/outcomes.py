"""What actions leave behind."""

from parvis.control.audit.queries import lines
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.stores import store
from parvis.data.store.entries import Entry


def audited() -> list[tuple[str, str]]:
    """Action and object of every audit line, oldest first."""
    return [(line.action, line.object) for line in reversed(lines(limit=1000))]


def announced() -> list[Entry]:
    """Every entry of the feed once the outbox is empty."""
    drain()
    return [entry for _, _, entry in store().feed.read()]
