"""What `on` accepts, and how it says what is wrong."""

from __future__ import annotations

import pytest

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql.errors import QueryError
from parvis.data.odsql.joining import OnKeys, OnNearest, OnPlaces, Side, compile_on, joined_schema, short_names

LEFT = Schema.of(
    [
        Field("code", FieldType.TEXT),
        Field("year", FieldType.INT),
        Field("tags", FieldType.TEXT, multivalued=","),
        Field("place", FieldType.GEO_POINT),
        Field("area", FieldType.GEO_SHAPE),
    ]
)
RIGHT = Schema.of(
    [
        Field("code", FieldType.TEXT),
        Field("an", FieldType.DOUBLE),
        Field("place", FieldType.GEO_POINT),
        Field("day", FieldType.DATE),
    ]
)


def test_keys_may_be_written_in_any_order_of_sides() -> None:
    on = compile_on(
        "right.code = left.code AND left.`year` = right.an".replace("left.`year`", "`left.year`"), LEFT, RIGHT
    )
    assert isinstance(on, OnKeys)
    assert [(a.name, b.name) for a, b in on.pairs] == [("code", "code"), ("year", "an")]


def test_places_tell_which_side_is_inside() -> None:
    on = compile_on("within(right.place, left.area)", LEFT, RIGHT)
    assert isinstance(on, OnPlaces)
    assert on.inside is Side.RIGHT
    assert isinstance(compile_on("intersects(left.area, right.place)", LEFT, RIGHT), OnPlaces)


def test_a_distance_has_a_unit_and_gives_a_field() -> None:
    on = compile_on("nearest(left.place, right.place, 1.5km)", LEFT, RIGHT)
    assert isinstance(on, OnNearest)
    assert on.metres == 1500
    assert [f.name for f in joined_schema(on, LEFT, RIGHT)][-1] == "distance"


def test_a_name_of_one_side_only_may_stand_alone() -> None:
    assert short_names(LEFT, RIGHT) == {
        "year": "left.year",
        "tags": "left.tags",
        "area": "left.area",
        "an": "right.an",
        "day": "right.day",
    }


@pytest.mark.parametrize(
    ("text", "says", "place"),
    [
        ("", "end of text", 0),
        ("left.code", "end of text", 9),
        ("code = right.code", "does not say its side", 0),
        ("left.cod = right.code", "Unknown field: left.cod", 0),
        ("left.code = left.year", "of the left with one of the right", 0),
        ("left.tags = right.code", "cannot be a key", 0),
        ("left.code = right.an", "Incompatible types", 0),
        ("left.code = right.code or left.year = right.an", "unexpected or", 23),
        ("left.code = right.code; drop table x", "unexpected ;", 22),
        ("touches(left.area, right.place)", "does not join", 0),
        ("within(left.area, right.place)", "nothing is within a point", 0),
        ("within(left.place, right.code)", "works on geo fields", 0),
        ("nearest(left.place, right.place)", "unexpected )", 31),
        ("nearest(left.place, right.place, 500parsecs)", "not a unit", 36),
        ("nearest(left.place, right.place, 900km)", "at most 100 km", 33),
        ("nearest(left.area, right.place, 1m)", "geo_point_2d", 0),
        (" and ".join(["left.code = right.code"] * 5), "at most 4 pairs", 108),
        ("left.code = right.code and", "end of text", 26),
        ("within(", "end of text", 7),
    ],
)
def test_a_wrong_text_says_what_and_where(text: str, says: str, place: int) -> None:
    with pytest.raises(QueryError) as raised:
        compile_on(text, LEFT, RIGHT)
    assert says in raised.value.message
    assert raised.value.span is not None
    assert raised.value.span.start == place
    assert raised.value.params["clause"] == "on"
