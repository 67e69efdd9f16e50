"""Changes by key: the rows of a version with some added, replaced and taken away, as the next version."""

from parvis.data.ingest.changes.merging import upsert
from parvis.data.ingest.changes.operations import Changes, read_changes

__all__ = ["Changes", "read_changes", "upsert"]
