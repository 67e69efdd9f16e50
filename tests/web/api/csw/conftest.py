"""A running portal for clients of CSW."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp
from tests.factories.recorded import running


@pytest.fixture(scope="session")
def csw_address(app: ASGIApp) -> Iterator[str]:
    with running(app) as site:
        yield f"{site.root}/api/csw"
