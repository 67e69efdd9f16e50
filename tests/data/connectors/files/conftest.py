"""Fetching by kind, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.data.connectors.conftest import LOCAL

from parvis.data.connectors.files.interface import Fetch, Reach, checked_options
from parvis.data.connectors.files.kinds import kind_of
from parvis.data.connectors.guarded.pace import Pace

Fetching = Callable[..., Fetch]


@pytest.fixture
def fetch(tmp_path: Path) -> Fetching:
    """Fetch once with a kind and its options, into a new folder each time."""
    count = [0]

    def fetching(
        kind: str, state: Mapping[str, Any] | None = None, folders: tuple[Path, ...] = (), **options: str
    ) -> Fetch:
        count[0] += 1
        target = tmp_path / f"target-{count[0]}"
        target.mkdir()
        chosen = kind_of(kind)
        reach = Reach(LOCAL, folders, Pace(delay=0, waits=(0.01,)))
        return chosen(checked_options(chosen, options)).fetch(state or {}, target, reach)

    return fetching


def texts(fetched: Fetch) -> list[str]:
    """The content of the fetched files."""
    return [path.read_text() for path in fetched.paths]
