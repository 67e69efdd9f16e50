"""A file looked at before it is published: what would be read of it, and what looks wrong.

The entrance is :func:`preview`.
"""

from parvis.data.ingest.preview.run import Preview, preview

__all__ = ["Preview", "preview"]
