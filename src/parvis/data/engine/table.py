"""A table as a caller may see it: where it lies, its visible fields, the rows it is limited to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parvis.core.fields import Schema
from parvis.data.odsql.typed import Always, Expr

EVERY_ROW = Always(True)


@dataclass(frozen=True)
class Table:
    """What a query runs on.

    ``key`` names the immutable content (dataset uid and version): caches use it. ``path`` is the DuckDB file.
    ``schema`` holds only the fields the caller may see, ``row_filter`` the rows: the engine adds it to every
    statement and to nothing the caller can influence. ``rows`` is the row count of the whole file.
    ``words`` is the folder of the word index once it is ready.
    """

    key: str
    path: Path
    schema: Schema
    rows: int
    row_filter: Expr = EVERY_ROW
    words: Path | None = None
