"""Catalogs as tables: made again when needed, indexed when large, right at every moment."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from tests.data.serving.test_reader import listed, soon
from tests.factories.published import DESCRIBED, Installation

from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog, catalog_table, catalogs
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DatasetWithdrawn


def found(reader: Reader, where: str) -> list[str]:
    page = catalog.search(reader, reader.domain(None), ANONYMOUS, QueryText(where=(where,)))
    return [view.manifest.id for view in page.views]


@pytest.fixture
def small_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalogs are indexed from three datasets on, and large from there."""
    monkeypatch.setattr(catalogs, "INDEXED_FROM", 3)
    monkeypatch.setattr(catalogs, "SCANNED_UP_TO", 3)


@pytest.mark.usefixtures("small_index")
def test_a_large_catalog_is_searched_by_an_index_that_follows_it(installation: Installation, reader: Reader) -> None:
    for number in range(4):
        installation.dataset(f"d{number}", rows=None, description=replace(DESCRIBED, title=f"Arbre numéro {number}"))
    reader.start()
    assert soon(lambda: found(reader, '"arbre numero"') == ["d0", "d1", "d2", "d3"])
    assert soon(lambda: reader.catalog("lyon").table.words is not None)
    assert found(reader, 'search("arbres") and dataset_id > "d1"') == ["d2", "d3"]
    installation.dataset("d9", rows=None, description=replace(DESCRIBED, title="Arbre neuf"))
    assert soon(lambda: found(reader, '"neuf"') == ["d9"])
    assert soon(lambda: reader.catalog("lyon").table.words is not None)
    assert found(reader, '"neuf"') == ["d9"]


@pytest.mark.usefixtures("small_index")
def test_while_an_index_is_made_words_are_looked_for_in_the_former_one(
    installation: Installation, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        installation.dataset(f"d{number}", rows=None, description=replace(DESCRIBED, title=f"Arbre {number}"))
    reader.start()
    assert soon(lambda: reader.catalog("lyon").table.rows == 4 and reader.catalog("lyon").table.words is not None)
    monkeypatch.setattr(catalogs.Catalogs, "_index", lambda *_: None)
    for number in range(4, 9):
        installation.dataset(f"d{number}", rows=None, description=replace(DESCRIBED, title=f"Arbre {number}"))
        reader.refresh()
    installation.store.feed.append(DatasetWithdrawn("da_lyon_d1", 1))
    reader.refresh()
    assert found(reader, '"arbre"') == ["d0", "d2", "d3"]
    assert listed(reader) == ["d0", "d2", "d3", "d4", "d5", "d6", "d7", "d8"]


def test_a_withdrawn_dataset_is_gone_even_from_a_catalog_that_is_behind(
    installation: Installation, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.dataset("kept", rows=None)
    installation.dataset("gone", rows=None)
    reader.refresh()
    assert listed(reader) == ["gone", "kept"]
    installation.store.feed.append(DatasetWithdrawn("da_lyon_gone", 1))
    monkeypatch.setattr(catalogs.Catalogs, "renew", lambda *_: None)
    reader.refresh()
    assert listed(reader) == ["kept"]


def test_a_catalog_made_from_an_older_moment_never_replaces_a_newer(
    installation: Installation, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.dataset("first", rows=None)
    reader.refresh()
    entered, release = threading.Event(), threading.Event()

    def slow(*arguments: object) -> catalog_table.CatalogTable:
        entered.set()
        release.wait(5)
        return catalog_table.build(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(catalogs, "build", slow)
    asking = threading.Thread(target=listed, args=(reader,))
    asking.start()
    entered.wait(5)
    installation.dataset("second", rows=None)
    following = threading.Thread(target=reader.refresh)
    following.start()
    release.set()
    asking.join()
    following.join()
    assert soon(lambda: listed(reader) == ["first", "second"])


def test_only_the_piece_of_a_changed_dataset_is_made_again(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifests = [installation.dataset(f"d{number}", rows=None) for number in range(40)]
    schema = catalog_table.Schema.of([*catalog_table.schema_of(manifests), catalog_table.GROUPS, catalog_table.UID])
    pieces = catalog_table.Pieces()
    first = pieces.rows(schema, manifests)
    made: list[str] = []
    row = catalog_table.row
    monkeypatch.setattr(catalog_table, "row", lambda m: (made.append(m.id), row(m))[1])
    changed = replace(manifests[7], revision=2, description=replace(DESCRIBED, title="Autre"))
    second = pieces.rows(schema, [*manifests[:7], changed, *manifests[8:]])
    assert "d7" in made
    assert len(made) < 10
    assert second.num_rows == first.num_rows == 40
    assert second.column("default.title")[second.column("dataset_id").to_pylist().index("d7")].as_py() == "Autre"


def test_the_indexes_leave_no_trace(installation: Installation, tmp_path: Path) -> None:
    reader = Reader.open(tmp_path)
    listed(reader)
    reader.stop()
    assert not list((tmp_path / "temporary").glob("catalog-*"))
