"""What is published: immutable objects (versions, manifests) and the feed, an ordered log that is the only truth.

The feed line is the commit: objects are written first, the line last. Readers follow the feed.
"""
