"""What is shown sums to what there is."""

from __future__ import annotations

import mapbox_vector_tile
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.data.serving.tiles import mercator, mvt
from parvis.data.serving.tiles.places import GRID, Address, Places, cells, inside, touching

SEEDS = st.integers(0, 10_000)


def scattered(seed: int, count: int = 500) -> Places:
    """Points in a few heaps, some at the edges of the world."""
    random = np.random.default_rng(seed)
    lon = np.clip(random.normal(random.uniform(-180, 180), random.uniform(0.001, 90), count), -180, 180)
    lat = np.clip(random.normal(random.uniform(-90, 90), random.uniform(0.001, 50), count), -90, 90)
    return Places.of({"number": random.permutation(count), "lon": lon, "lat": lat})


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.integers(0, 5))
def test_the_cells_of_all_tiles_sum_to_the_number_of_places(seed: int, zoom: int) -> None:
    places = scattered(seed)
    tiles = [Address(zoom, x, y) for x in range(1 << zoom) for y in range(1 << zoom)]
    counted = [int(cells(places, tile).counts.sum()) for tile in tiles]
    assert counted == [len(touching(places, tile)) for tile in tiles]
    assert sum(counted) == len(places)


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.integers(6, mercator.DEEPEST), st.integers(0, 499))
def test_a_place_is_in_the_tile_of_its_coordinates(seed: int, zoom: int, index: int) -> None:
    places = scattered(seed)
    x, y = int(places.x[index]), int(places.y[index])
    tile = Address(zoom, x >> (32 - zoom), y >> (32 - zoom))
    found = inside(places, tile)
    assert found.start <= index < found.stop
    held = places.x[found].astype(np.int64) - tile.corner[0]
    assert ((held >= 0) & (held < tile.side)).all()


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.integers(0, 4))
def test_counted_cells_keep_their_distance(seed: int, zoom: int) -> None:
    found = cells(scattered(seed), Address(zoom, 0, 0))
    width = Address(zoom, 0, 0).side / GRID
    for values in (found.x, found.y):
        rest = values % width
        assert ((rest >= width * 3 / 8 - 1e-6) & (rest <= width * 5 / 8 + 1e-6)).all()
    assert len(set(zip(found.x // width, found.y // width, strict=True))) == len(found.counts)


def test_only_keeps_the_rows_that_are_named() -> None:
    places = scattered(1)
    kept = places.only(np.array([3, 5, 9]), 500)
    assert sorted(kept.rows.tolist()) == [3, 5, 9]
    assert (np.diff(kept.curve.astype(object)) >= 0).all()


def test_coordinates_come_back() -> None:
    lon, lat = np.array([-180.0, -4.5, 0.0, 2.35, 179.99]), np.array([-85.0, 48.85, 0.0, 43.6, 85.0])
    back = [mercator.longitude(int(v)) for v in mercator.columns(lon)]
    np.testing.assert_allclose(back, lon, atol=1e-6)
    np.testing.assert_allclose([mercator.latitude(int(v)) for v in mercator.lines(lat)], lat, atol=1e-6)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4095),
            st.integers(0, 4095),
            st.one_of(st.none(), st.text(max_size=20), st.booleans(), st.integers(-(2**53), 2**53), st.floats(-9, 9)),
        ),
        max_size=20,
    )
)
def test_what_is_written_is_read_back(given_: list[tuple[int, int, mvt.Value]]) -> None:
    x, y = np.array([g[0] for g in given_], np.int64), np.array([g[1] for g in given_], np.int64)
    kinds, commands, ends = mvt.points(x, y)
    layer = mvt.Layer(
        "places", np.arange(len(x)), kinds, commands, ends, {"n": x.tolist(), "v": [g[2] for g in given_]}
    )
    tile = mvt.encode([layer])
    read = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True}) if tile else {}
    found = read["places"]["features"] if read else []
    assert [tuple(f["geometry"]["coordinates"]) for f in found] == [(a, b) for a, b, _ in given_]
    expected = [{"n": a, **({} if v is None else {"v": v})} for a, _, v in given_]
    assert [f["properties"] for f in found] == expected
    assert [f.get("id", 0) for f in found] == list(range(len(given_)))
