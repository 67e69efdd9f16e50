"""An installation of its own: two more datasets, under other licences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.factories.published import Installation, portal
from tests.web.api.conftest import Api

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata.description import Description
from parvis.data.serving.reader import Reader
from parvis.web.api.app import create_app

TOWNS = Schema.of([Field("name", FieldType.TEXT, "Nom"), Field("people", FieldType.INT, "Habitants", unit="habitants")])
ODBL = Description(title="Communes", publisher="OSM", license="ODbL 1.0", language="fr")
ODD = Description(title="Odd", license="Ask my cousin")
NAMED = [{"name": "Lyon", "people": 500}, {"name": "Paris", "people": 2000}, {"name": "Brest", "people": 140}]


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    made: Installation = portal(tmp_path_factory.mktemp("join"))
    made.dataset("towns", schema=TOWNS, rows=NAMED, description=ODBL)
    made.dataset("odd", schema=TOWNS, rows=NAMED, description=ODD)
    reader = Reader.open(made.home)
    yield Api(create_app(reader))
    reader.stop()
