"""How exports are made: the same bytes each time, nothing left behind, built once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.data.serving.every_type import FULL, content, publish, view
from tests.factories.published import Installation

from parvis.data.engine.engine import Cancellation
from parvis.data.engine.errors import QueryCancelled
from parvis.data.exports.formats import FORMATS
from parvis.data.odsql.text import QueryText
from parvis.data.serving import exports
from parvis.data.serving.kept import KeptFiles
from parvis.data.serving.reader import Reader


@pytest.fixture
def reader(installation: Installation) -> Any:
    publish(installation, [FULL, {}] * 300)
    opened = Reader.open(installation.home)
    yield opened
    opened.stop()


def left(reader: Reader) -> list[str]:
    return [path.name for path in reader.engine.temporary.iterdir() if path.name.startswith("export-")]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_query_gives_the_same_bytes_and_leaves_nothing(reader: Reader, format: str) -> None:
    first, second = (
        b"".join(exports.export(reader, view(reader), format, QueryText(where=("big > 0",), limit=-1), {}).chunks)
        for _ in range(2)
    )
    assert first == second
    assert left(reader) == []


@pytest.mark.parametrize("format", ["ods", "turtle", "kml", "arrow"])
def test_a_client_that_leaves_stops_the_work(reader: Reader, format: str) -> None:
    made = exports.export(reader, view(reader), format, QueryText(limit=-1), {})
    chunks: Iterator[bytes] = iter(made.chunks)
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]
    assert left(reader) == []
    assert exports.export(reader, view(reader), format, QueryText(limit=-1), {}).path is None, "no half file is kept"


@pytest.mark.parametrize("format", ["xlsx", "gpkg", "shp", "sqlite", "fgb"])
def test_a_file_asked_by_who_has_left_is_not_made(reader: Reader, format: str) -> None:
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(QueryCancelled):
        exports.export(reader, view(reader), format, QueryText(limit=-1), {}, cancel=cancel)
    assert left(reader) == []


@pytest.mark.parametrize("format", ["parquet", "gpkg", "xlsx"])
def test_built_files_have_a_length_at_the_first_request(reader: Reader, format: str) -> None:
    made = exports.export(reader, view(reader), format, QueryText(limit=-1), {})
    assert made.path is not None
    assert made.length == made.path.stat().st_size == len(content(reader, format))


def test_a_file_asked_twice_at_once_is_built_once(tmp_path: Path) -> None:
    built: list[int] = []
    begun, go = threading.Event(), threading.Event()

    def slow() -> Iterator[bytes]:
        built.append(1)
        begun.set()
        assert go.wait(10)
        yield b"x"

    threads = [threading.Thread(target=KeptFiles(tmp_path).made, args=("a", slow())) for _ in range(2)]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    go.set()
    for thread in threads:
        thread.join(10)
    assert built == [1]
