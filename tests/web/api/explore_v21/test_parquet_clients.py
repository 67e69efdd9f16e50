"""Parquet exports opened where they are by the libraries that people use, which read parts of a file by HTTP ranges."""

from __future__ import annotations

from collections.abc import Iterator

import pandas
import polars
import pytest
from tests.factories.live import served
from tests.factories.published import Installation
from tests.web.api.conftest import Api

from parvis.data.serving.reader import Reader

STATIONS = "/api/explore/v2.1/catalog/datasets/stations/exports/parquet"


@pytest.fixture(scope="module")
def address(installation: Installation) -> Iterator[str]:
    """The address of the export on a real port; the default domain answers."""
    with served(Reader.open(installation.home)) as root:
        yield root + STATIONS


def test_polars_reads_some_columns_of_some_rows(address: str, api: Api) -> None:
    rows = polars.scan_parquet(address).select("code", "capacity").filter(polars.col("capacity") > 20).collect()
    asked = api.records(select="code,capacity", where="capacity > 20", limit=100)
    assert asked["total_count"] > 0
    assert rows.to_dicts() == asked["results"]


def test_pandas_reads_a_column(address: str, api: Api) -> None:
    frame = pandas.read_parquet(address, columns=["code"])
    assert list(frame["code"][:3]) == [row["code"] for row in api.records(limit=3)["results"]]
    assert len(frame) == api.records(limit=0)["total_count"]
