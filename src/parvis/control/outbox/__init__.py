"""News that actions write in their own transaction, delivered after the commit, once and in order."""
