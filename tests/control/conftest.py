import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from parvis.control.publishing.stores import store as installed_store
from parvis.data.store.store import Store


@pytest.fixture(autouse=True)
def store(home: Path) -> Store:
    """The empty store that actions of this test publish to."""
    return installed_store()


@pytest.fixture(params=["sqlite", "postgresql"])
def control_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of an empty control database, for processes of their own: "" is SQLite in the data folder."""
    if request.param == "sqlite":
        yield ""
        return
    server = os.environ.get("PARVIS_TEST_POSTGRES")
    if not server:
        pytest.skip("PARVIS_TEST_POSTGRES is not set to the address of a PostgreSQL server")
    psycopg = pytest.importorskip("psycopg")
    name = f"parvis_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
