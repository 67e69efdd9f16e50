"""Identifiers of records."""

import pytest
from tests.factories.published import STATION_ROWS, Installation

from parvis.core.errors import NotFound
from parvis.data.odsql.text import QueryText
from parvis.data.serving import datasets, record_ids, records
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader


def seen(reader: Reader) -> DatasetView:
    reader.refresh()
    return datasets.get(reader, reader.domain(None), ANONYMOUS, "trees")


def ids(reader: Reader, view: DatasetView) -> list[str]:
    return records.search(reader, view, QueryText(limit=100), ids=True).ids or []


def test_ids_are_distinct_and_found(installation: Installation, reader: Reader) -> None:
    installation.dataset("trees", rows=[*STATION_ROWS[:5], *STATION_ROWS[:5]])
    view = seen(reader)
    found = ids(reader, view)
    assert len(set(found)) == 10
    rows = [records.lookup(reader, view, id_, QueryText(select="code")).rows[0][0] for id_ in found]
    assert rows == [row["code"] for row in STATION_ROWS[:5]] * 2


def test_an_id_follows_its_record_into_the_next_version(installation: Installation, reader: Reader) -> None:
    installation.dataset("trees", rows=STATION_ROWS[:5])
    old = ids(reader, seen(reader))
    installation.dataset("trees", rows=list(reversed(STATION_ROWS[1:5])), revision=2)
    view = seen(reader)
    found = records.lookup(reader, view, old[4], QueryText(select="code"))
    assert found.rows == [("s004",)]
    with pytest.raises(NotFound):
        records.lookup(reader, view, old[0], QueryText())


def test_an_invented_id_is_refused_without_reading_the_dataset(
    installation: Installation, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.dataset("trees", rows=STATION_ROWS[:5])
    view = seen(reader)
    real = ids(reader, view)[3]
    monkeypatch.setattr(reader.engine, "row", lambda *_, **__: pytest.fail("read"))
    for invented in ("0" * 40, "f" * 40, real[:24] + "0" * 16, real[:-1] + "9", real[1:] + "0", real.upper(), "x"):
        with pytest.raises(NotFound):
            records.lookup(reader, view, invented, QueryText())


def test_an_id_of_another_installation_is_refused(
    installation: Installation, reader: Reader, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Installation(tmp_path_factory.mktemp("other"))
    other.domain("lyon")
    for made in (installation, other):
        made.dataset("trees", rows=STATION_ROWS[:5])
    elsewhere = Reader.open(other.home)
    foreign = ids(elsewhere, seen(elsewhere))[0]
    elsewhere.stop()
    assert record_ids.place(reader, foreign) is None
    with pytest.raises(NotFound):
        records.lookup(reader, seen(reader), foreign, QueryText())
