"""Geometries, distances, boxes."""

from __future__ import annotations

import json

import pytest
import shapely
from tests.data.odsql.schemas import field, value, where

from parvis.data.odsql.errors import QueryError
from parvis.data.odsql.typed import Distance, Expr, FieldRef, InBox, Relation, Topology, WithinDistance

COORD, SHAPE = FieldRef(field("coord")), FieldRef(field("shape"))
TRIANGLE = "POLYGON((2 48,3 48,3 49,2 48))"


@pytest.mark.parametrize(
    ("reach", "metres"), [("800m", 800), ("1km", 1000), ("1 mi", 1609.344), ("100yd", 91.44), ("5", 5), ("10FT", 3.048)]
)
def test_a_circle_has_a_unit(reach: str, metres: float) -> None:
    expected = WithinDistance(COORD, 2.35, 48.85, pytest.approx(metres))
    assert where(f"within_distance(coord, geom'POINT(2.35 48.85)', {reach})") == expected
    assert where(f"distance(coord, geom'POINT(2.35 48.85)', {reach})") == expected


def test_distance_is_a_value_too() -> None:
    assert value("distance(coord, geom'POINT(2.35 48.85)')") == Distance(COORD, 2.35, 48.85)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in_bbox(coord, 48, 2, 49, 3)", InBox(COORD, 48, 2, 49, 3)),
        ("in_bbox(coord, 49, 3, 48, 2)", InBox(COORD, 48, 2, 49, 3)),
        ("in_bbox(coord, -20, 170, -10, -170)", InBox(COORD, -20, 170, -10, -170)),
        ("bbox(coord, geom'POINT(3 49)', geom'POINT(2 48)')", InBox(COORD, 48, 2, 49, 3)),
    ],
)
def test_boxes_have_latitude_first_and_may_cross_the_antimeridian(text: str, expected: Expr) -> None:
    assert where(text) == expected


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("intersects(shape, {})", Relation.INTERSECTS),
        ("disjoint(shape, {})", Relation.DISJOINT),
        ("within(shape, {})", Relation.WITHIN),
        ("polygon(shape, {})", Relation.WITHIN),
        ("geometry(shape, {})", Relation.INTERSECTS),
        ("geometry(shape, {}, DISJOINT)", Relation.DISJOINT),
    ],
)
def test_topology_has_older_spellings(text: str, relation: Relation) -> None:
    found = where(text.format(f"geom'{TRIANGLE}'"))
    assert isinstance(found, Topology)
    assert (found.relation, found.operand) == (relation, SHAPE)


@pytest.mark.parametrize(
    "text",
    [
        TRIANGLE,
        json.dumps(shapely.geometry.mapping(shapely.from_wkt(TRIANGLE))),
        shapely.to_wkb(shapely.from_wkt(TRIANGLE), hex=True),
    ],
)
def test_a_geometry_is_wkt_geojson_or_wkb(text: str) -> None:
    found = where(f"intersects(shape, geom'{text}')")
    assert isinstance(found, Topology)
    assert shapely.from_wkb(found.geometry.wkb).equals(shapely.from_wkt(TRIANGLE))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("intersects(shape, geom'POLYGON((1 2')", "Invalid geometry"),
        ("intersects(shape, geom'POINT EMPTY')", "Invalid geometry"),
        ("intersects(shape, geom'{\"type\": 3}')", "Invalid geometry"),
        ("intersects(shape, geom'[1, 2]')", "Invalid geometry"),
        ("intersects(shape, geom'POINT(1 inf)')", "not finite"),
        ("intersects(shape, geom'LINESTRING(" + "1 2," * 20_000 + "1 2)')", "more than 20,000 vertices"),
        ("intersects(name, geom'POINT(1 2)')", "works on geo fields; name is text"),
        ("intersects(shape)", r"is written intersects\(geo, geom\)"),
        ("within_distance(coord, geom'POLYGON((1 2,2 3,3 1,1 2))', 1km)", "measures from a point"),
        ("within_distance(coord, geom'POINT(1 2)', 'far')", "a number with its unit"),
        ("in_bbox(coord, 1, 2, 3)", "is written in_bbox"),
        ("in_bbox(coord, " + "9" * 400 + ", 2, 3, 4)", "unexpected 9999"),
        ("geometry(shape, geom'POINT(1 2)', NEAR)", "INTERSECTS, DISJOINT or WITHIN"),
    ],
)
def test_misuse_is_explained(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        where(text)
