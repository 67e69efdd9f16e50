from pathlib import Path

import pytest

from parvis.data.store.feed import Feed
from parvis.data.store.local import LocalObjects


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return Feed(tmp_path / "feed.jsonl")


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    root = tmp_path / "store"
    root.mkdir()
    return LocalObjects(root)
