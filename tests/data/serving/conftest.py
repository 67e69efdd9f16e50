"""A published installation of each test's own, and a reader of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.published import Installation, portal

from parvis.data.serving.reader import Reader


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """Empty: a domain ``lyon``."""
    made = Installation(tmp_path)
    made.domain("lyon", "lyon.test", is_default=True)
    return made


@pytest.fixture
def reader(installation: Installation) -> Iterator[Reader]:
    opened = Reader.open(installation.home)
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader of the whole portal, shared by the tests of a module."""
    opened = Reader.open(portal(tmp_path_factory.mktemp("full")).home)
    yield opened
    opened.stop()
