"""Shapes in tiles."""

from __future__ import annotations

from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely

from parvis.data.serving.tiles import mvt, outlines
from parvis.data.serving.tiles.places import Address

WORLD = Address(0, 0, 0)


def drawn(*wkt: str, tile: Address = WORLD) -> list[Any]:
    shapes = [shapely.to_wkb(shapely.from_wkt(text)) for text in wkt]
    owners, kinds, commands, ends = outlines.commands(shapes, tile)
    encoded = mvt.encode([mvt.Layer("shapes", owners, kinds, commands, ends)])
    if not encoded:
        return []
    return mapbox_vector_tile.decode(encoded, default_options={"y_coord_down": True})["shapes"]["features"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("wkt", "kind", "coordinates"),
    [
        ("POINT (0 0)", "Point", [2048, 2048]),
        ("LINESTRING (0 0, 90 0)", "LineString", [[2048, 2048], [3072, 2048]]),
    ],
)
def test_positions(wkt: str, kind: str, coordinates: Any) -> None:
    (found,) = drawn(wkt)
    assert (found["geometry"]["type"], found["geometry"]["coordinates"]) == (kind, coordinates)


def test_a_polygon_keeps_its_hole_and_its_parts() -> None:
    (holed,) = drawn("POLYGON ((-90 -40, 90 -40, 90 40, -90 40, -90 -40), (-45 -20, -45 20, 45 20, 45 -20, -45 -20))")
    shape = shapely.geometry.shape(holed["geometry"])
    assert len(shape.interiors) == 1
    (several,) = drawn("MULTIPOLYGON (((0 0, 20 0, 20 20, 0 20, 0 0)), ((40 0, 60 0, 60 20, 40 20, 40 0)))")
    assert several["geometry"]["type"] == "MultiPolygon"
    assert len(several["geometry"]["coordinates"]) == 2


def test_a_collection_gives_a_feature_for_each_kind() -> None:
    mixed = "GEOMETRYCOLLECTION (POINT (1 1), GEOMETRYCOLLECTION (LINESTRING (0 0, 20 0), MULTIPOINT (5 5, 6 6)))"
    found = drawn(mixed, "POINT (3 3)")
    assert sorted(f["geometry"]["type"] for f in found) == ["LineString", "Point", "Point", "Point", "Point"]
    assert sorted(f.get("id", 0) for f in found) == [0, 0, 0, 0, 1]


def test_what_is_smaller_than_a_pixel_is_still_there() -> None:
    (found,) = drawn("POLYGON ((2 48, 2.0001 48, 2.0001 48.0001, 2 48.0001, 2 48))")
    assert shapely.geometry.shape(found["geometry"]).area >= 1


def test_what_is_outside_is_cut() -> None:
    tile = Address(6, 32, 22)
    (found,) = drawn("POLYGON ((-170 -80, 170 -80, 170 80, -170 80, -170 -80))", tile=tile)
    assert shapely.bounds(shapely.geometry.shape(found["geometry"])).tolist() == [-64, -64, 4160, 4160]
    assert drawn("POLYGON ((-100 0, -90 0, -90 10, -100 0))", tile=tile) == []


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON EMPTY",
        "GEOMETRYCOLLECTION EMPTY",
        "POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))",
        "LINESTRING (0 0, 0 0)",
        "POLYGON ((0 0, 0 0, 0 0, 0 0))",
        "POINT (0 90)",
        "POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))",
    ],
)
def test_odd_shapes_do_not_break_a_tile(wkt: str) -> None:
    found = drawn(wkt, "POINT (1 1)")
    assert any(f.get("id", 0) == 1 for f in found)


def test_rings_turn_as_the_format_asks() -> None:
    """The outer ring has a positive area where y goes down."""
    shapes = [shapely.to_wkb(shapely.from_wkt("POLYGON ((0 0, 0 40, 40 40, 40 0, 0 0))"))]
    _, _, commands, _ = outlines.commands(shapes, WORLD)
    steps = [(int(v) >> 1) ^ -(int(v) & 1) for v in [*commands[1:3], *commands[4:10]]]
    ring = np.cumsum(np.array(steps).reshape(-1, 2), axis=0)
    x, y = ring[:, 0], ring[:, 1]
    assert (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() > 0
