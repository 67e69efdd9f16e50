"""The store of this installation, for the control plane."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from parvis.core.config import Settings
from parvis.data.store.store import Store

# Working folders below ``temporary``; recovery removes those of killed processes.
WORK_PREFIX = "ingest-"
WORDS_PREFIX = "words-"
STATISTICS_PREFIX = "statistics-"


def store() -> Store:
    """The store of the data folder, opened once a process."""
    return _opened(Settings.from_environment().home)


@lru_cache(maxsize=8)
def _opened(home: Path) -> Store:
    return Store.open(home)
