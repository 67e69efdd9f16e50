"""A file becomes the rows of a version: readers, types decided on every row, a report of what was done.

The entrance is :func:`ingest`; docs/use/ingest.md tells the rules.
"""

from parvis.data.ingest.options import FieldOverride, IngestOptions, Limits
from parvis.data.ingest.run import Ingested, ingest

__all__ = ["FieldOverride", "IngestOptions", "Ingested", "Limits", "ingest"]
