"""A schema with a field of each kind."""

import pytest
from tests.data.odsql.schemas import STATIONS

from parvis.core.fields import Schema


@pytest.fixture
def stations() -> Schema:
    return STATIONS
