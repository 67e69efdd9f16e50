"""A sample is of the records asked, is as large as asked, and is the same each time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.factories.published import STATIONS, Installation, station

from parvis.data.odsql.text import QueryText
from parvis.data.serving import datasets, records
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader
from parvis.data.serving.sampling import sample
from parvis.data.store.manifest import Grant

Found = tuple[Reader, DatasetView]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    made = Installation(tmp_path_factory.mktemp("sampling"))
    made.domain("lyon", "lyon.test", is_default=True)
    rows = [{**station(n % 1000), "capacity": n} for n in range(4000)]
    made.dataset("many", schema=STATIONS, rows=rows, grants=(Grant("public", row_filter="open = true"),))
    reader = Reader.open(made.home)
    yield reader, datasets.get(reader, reader.domain("lyon.test"), ANONYMOUS, "many")
    reader.stop()


@pytest.mark.parametrize("where", [(), ("capacity < 3000",), ("city = 'Paris'", "capacity >= 2000")])
def test_a_sample_keeps_what_the_query_and_the_rights_keep(found: Found, where: tuple[str, ...]) -> None:
    reader, view = found
    page = sample(reader, view, QueryText(select="capacity", where=where), 100)
    assert page.total_count == records.search(reader, view, QueryText(where=where, limit=1)).total_count
    assert 50 <= len(page.rows) <= 100
    assert len(set(page.rows)) == len(page.rows)
    assert {row[0] % 2 for row in page.rows} == {0}
    assert sample(reader, view, QueryText(select="capacity", where=where), 100).rows == page.rows


def test_few_records_all_come(found: Found) -> None:
    reader, view = found
    page = sample(reader, view, QueryText(select="capacity", where=("capacity < 20",)), 100)
    assert sorted(row[0] for row in page.rows) == list(range(0, 20, 2))
