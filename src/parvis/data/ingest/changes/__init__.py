"""Changes by key: the rows of a version with some added, replaced and taken away, as the next version."""

from parvis.data.ingest.changes.equality import same_rows
from parvis.data.ingest.changes.merging import combine, upsert
from parvis.data.ingest.changes.operations import Changes, read_changes

__all__ = ["Changes", "combine", "read_changes", "same_rows", "upsert"]
