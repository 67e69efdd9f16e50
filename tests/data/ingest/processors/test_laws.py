"""Laws that processors keep on any input."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SETTINGS = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
COLUMN = st.lists(st.one_of(st.none(), TEXTS), min_size=1, max_size=25)
NORMALISERS = [
    ("trim", {}),
    ("strip_accents", {}),
    ("case", {"case": "upper"}),
    ("case", {"case": "title"}),
    ("siren", {}),
    ("siret", {"otherwise": "keep"}),
    ("rna", {"otherwise": "keep"}),
    ("postal_code", {"otherwise": "keep"}),
    ("insee_code", {"otherwise": "keep"}),
    ("phone", {"otherwise": "keep"}),
]


def rows_of(values):
    return [{"t": value, "n": number} for number, value in enumerate(values)]


@pytest.mark.parametrize(("name", "parameters"), NORMALISERS)
@SETTINGS
@given(st.lists(st.one_of(TEXTS, st.from_regex(r"[ 0-9AW]{4,16}", fullmatch=True)), min_size=1, max_size=25))
def test_a_normaliser_changes_nothing_the_second_time(made, name, parameters, values):
    step = (name, {"field": "t", **parameters})
    once, _ = made(rows_of(values), step, types={"n": "int"})
    twice, _ = made(rows_of(values), step, step, types={"n": "int"})
    assert twice == once


@SETTINGS
@given(COLUMN)
def test_renaming_back_and_forth_is_nothing(made, values):
    there, back = {"field": "t", "to": "u"}, {"field": "u", "to": "t"}
    rows, done = made(rows_of(values), ("rename", there), ("rename", back), types={"n": "int"})
    assert rows == rows_of(values)
    assert [field.name for field in done.schema] == ["t", "n"]


@SETTINGS
@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=1, max_size=20), st.booleans())
def test_sorting_is_stable_and_leaves_empty_values_last(made, values, descending):
    rows, _ = made(rows_of(values), ("sort", {"by": ["-t" if descending else "t"]}), types={"t": "int", "n": "int"})
    sign = -1 if descending else 1
    assert rows == sorted(rows_of(values), key=lambda row: (row["t"] is None, sign * (row["t"] or 0)))


@SETTINGS
@given(st.lists(st.one_of(st.none(), st.sampled_from("abc")), min_size=1, max_size=20), st.booleans())
def test_deduplicating_keeps_the_first_or_last_of_each_in_order(made, values, last):
    rows = rows_of(values)
    kept = {row["t"]: row for row in (rows if last else reversed(rows))}
    step = ("deduplicate", {"fields": ["t"], "keep": "last" if last else "first"})
    assert made(rows, step, types={"n": "int"})[0] == sorted(kept.values(), key=lambda row: row["n"])


@SETTINGS
@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=1, max_size=20), st.integers(-5, 5))
def test_a_filter_and_its_inverse_share_the_rows_out(made, values, bound):
    rows, types = rows_of(values), {"t": "int", "n": "int"}
    kept, _ = made(rows, ("filter", {"where": f"t > {bound}"}), types=types)
    others, _ = made(rows, ("filter", {"where": f"t > {bound}", "invert": True}), types=types)
    assert sorted(kept + others, key=lambda row: row["n"]) == rows


@SETTINGS
@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=8))
def test_hashes_are_of_the_value_and_the_secret(made, values):
    step = ("hash", {"field": "t", "length": 64})
    mine, _ = made(rows_of(values), step, types={"n": "int"})
    again, _ = made(rows_of(values), step, types={"n": "int"})
    other, _ = made(rows_of(values), step, types={"n": "int"}, secret=b"of another domain")
    assert mine == again
    assert all(a["t"] != b["t"] for a, b in zip(mine, other, strict=True))
    assert len({row["t"] for row in mine}) == len(set(values))


@SETTINGS
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-80, 80)), min_size=1, max_size=8))
def test_a_donut_moves_between_its_bounds(made, points):
    rows = [{"p": list(point)} for point in points]
    moved, _ = made(rows, ("donut", {"field": "p", "least": 500, "most": 900}), types={"p": "geo_point_2d"})
    for (lon, lat), row in zip(points, moved, strict=True):
        assert 499 <= metres(lon, lat, *row["p"]) <= 901


def metres(lon, lat, east, north):
    a, b = math.radians(lat), math.radians(north)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(east - lon) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))


@SETTINGS
@given(TEXTS.filter(bool), TEXTS, COLUMN)
def test_parameters_are_values_whatever_they_hold(made, search, other, values):
    step = ("replace", {"field": "t", "search": search, "with": other})
    rows, _ = made(rows_of(values), step, types={"n": "int"})
    assert [row["t"] for row in rows] == [None if v is None else v.replace(search, other) or None for v in values]
