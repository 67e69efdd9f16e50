"""The older APIs over an installation that has shapes too; paths are whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.factories.published import STATION_ROWS, portal
from tests.web.api.conftest import Api

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata.description import Description
from parvis.data.serving.reader import Reader
from parvis.web.api.app import create_app

ZONES = Schema.of([Field("name", FieldType.TEXT, key=True), Field("shape", FieldType.GEO_SHAPE)])


def square(west: float, size: float = 1.0) -> dict[str, Any]:
    """A square whose south is the equator."""
    ring = [[west, 0.0], [west + size, 0.0], [west + size, size], [west, size], [west, 0.0]]
    return {"type": "Polygon", "coordinates": [ring]}


ZONE_ROWS = [
    {"name": "a", "shape": square(0)},
    {"name": "b", "shape": square(5)},
    {"name": "a again", "shape": square(0)},
    {"name": "nowhere", "shape": None},
]


class Older(Api):
    """A client that gives whole paths."""

    def get(self, path: str, *, headers: Any = None, host: str = "lyon.test", **parameters: Any) -> httpx.Response:
        return self.request("GET", path, host=host, headers=headers, params=parameters or None)


@pytest.fixture(scope="session")
def older(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Older]:
    made = portal(tmp_path_factory.mktemp("older"))
    odd = [{**STATION_ROWS[0], "code": "</script>\u2028 \x0b", "city": '"; DROP'}]
    made.dataset("zones", schema=ZONES, rows=ZONE_ROWS, description=Description(title="Zones & <b>plus</b>"))
    made.dataset("odd", rows=odd, description=Description(title="Odd"))
    reader = Reader.open(made.home)
    yield Older(create_app(reader))
    reader.stop()
