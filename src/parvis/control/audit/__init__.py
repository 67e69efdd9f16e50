"""Who did what, when: an append-only log that every action writes in its own transaction."""
