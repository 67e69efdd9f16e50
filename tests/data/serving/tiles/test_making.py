"""Tiles of published datasets: what they show is what may be seen, counted once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.published import Installation

from parvis.core.errors import QueryOverBudget
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql.text import QueryText
from parvis.data.serving import datasets, records
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader
from parvis.data.serving.tiles import making
from parvis.data.serving.tiles.asking import asked
from parvis.data.store.manifest import Grant

COUNT = 7_000
SCHEMA = Schema.of(
    [
        Field("n", FieldType.INT),
        Field("kind", FieldType.TEXT, facet=True),
        Field("coord", FieldType.GEO_POINT),
        Field("area", FieldType.GEO_SHAPE),
    ]
)


def row(n: int) -> dict[str, Any]:
    lon, lat = (n * 37 % 3500) / 10 - 175, (n * 61 % 1600) / 10 - 80
    ring = [[lon, lat], [lon + 0.5, lat], [lon + 0.5, lat + 0.5], [lon, lat]]
    area = {"type": "Polygon", "coordinates": [ring]} if n % 11 else None
    return {"n": n, "kind": "abc"[n % 3], "coord": {"lon": lon, "lat": lat} if n % 7 else None, "area": area}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    made = Installation(tmp_path_factory.mktemp("tiles"))
    made.domain("lyon", "lyon.test", is_default=True)
    rows = [row(n) for n in range(COUNT)]
    made.dataset("many", schema=SCHEMA, rows=rows)
    made.dataset("some", schema=SCHEMA, rows=rows, grants=[Grant("public", "kind = 'a'")])
    opened = Reader.open(made.home)
    yield opened
    opened.stop()


def view(reader: Reader, dataset_id: str = "many") -> DatasetView:
    return datasets.get(reader, reader.domain(None), ANONYMOUS, dataset_id)


def tiles(reader: Reader, seen: DatasetView, text: QueryText, geometry: str, zoom: int) -> list[dict[str, Any]]:
    """The decoded layers of every tile of a zoom."""
    request = asked(seen, text, geometry)
    places = [making.address(zoom, x, y) for x in range(1 << zoom) for y in range(1 << zoom)]
    bodies = [making.tile(reader, seen, request, at) for at in places]
    return [mapbox_vector_tile.decode(body) for body in bodies if body]


def shown(layers: list[dict[str, Any]]) -> int:
    """How many records the cells count and the features are."""
    counted = sum(f["properties"]["count"] for tile in layers for f in tile.get("cells", {"features": []})["features"])
    return counted + sum(len(tile["features"]["features"]) for tile in layers if "features" in tile)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, COUNT), st.sampled_from([None, "a", "b"]), st.integers(0, 2))
def test_all_tiles_of_a_zoom_show_every_record_once(reader: Reader, most: int, kind: str | None, zoom: int) -> None:
    text = QueryText(where=(f"n < {most}",), refine=(f"kind:{kind}",) if kind else ())
    seen = view(reader)
    placed = records.search(
        reader, seen, QueryText(where=(*text.where, "coord is not null"), refine=text.refine, limit=0)
    ).total_count
    assert shown(tiles(reader, seen, text, "coord", zoom)) == placed
    assert making.extent(reader, seen, asked(seen, text, "coord")).placed == placed


def test_shapes_too_many_are_counted_where_their_middle_is(reader: Reader) -> None:
    seen = view(reader)
    placed = making.extent(reader, seen, asked(seen, QueryText())).placed
    assert placed == sum(1 for n in range(COUNT) if n % 11)
    found = tiles(reader, seen, QueryText(), "area", 0)
    assert list(found[0]) == ["cells"]
    assert shown(found) == placed


def test_few_shapes_are_drawn_with_their_row(reader: Reader) -> None:
    found = tiles(reader, view(reader), QueryText(where=("n in (5, 6, 11)",)), "area", 0)
    assert sorted(f["id"] for f in found[0]["features"]["features"]) == [5, 6]
    assert {f["geometry"]["type"] for f in found[0]["features"]["features"]} == {"Polygon"}


def test_a_row_filter_holds_in_tiles_counts_and_bounds(reader: Reader) -> None:
    every, limited = view(reader), view(reader, "some")
    whole = making.extent(reader, every, asked(every, QueryText(), "coord"))
    found = making.extent(reader, limited, asked(limited, QueryText(), "coord"))
    assert found.count == sum(1 for n in range(COUNT) if n % 3 == 0)
    assert found.placed == sum(1 for n in range(COUNT) if n % 3 == 0 and n % 7)
    assert found.count < whole.count
    assert shown(tiles(reader, limited, QueryText(), "coord", 1)) == found.placed


def test_a_dataset_too_large_is_refused(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_ROWS", 10)
    with pytest.raises(QueryOverBudget):
        making.extent(reader, view(reader), asked(view(reader), QueryText()))
