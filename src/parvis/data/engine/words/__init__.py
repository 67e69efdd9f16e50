"""The word index of a table: a tantivy index beside it.

It answers words, and what is filtered, sorted and counted with them, exactly as a scan would; what it cannot say is
left to the scan.
"""

from parvis.data.engine.words.building import build, build_from_arrow
from parvis.data.engine.words.index import WordIndex

__all__ = ["WordIndex", "build", "build_from_arrow"]
