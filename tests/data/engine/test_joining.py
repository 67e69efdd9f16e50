"""Two tables met: the same rows as a join written in plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.tables import MakeTable
from tests.data.engine.builders import schema

from parvis.core.errors import QueryOverBudget
from parvis.data.engine.engine import Engine
from parvis.data.engine.joined import JoinedTable
from parvis.data.engine.joining import MOST_ROWS
from parvis.data.engine.lower.geo import RADIUS
from parvis.data.odsql.compiler import compile_query, compile_where
from parvis.data.odsql.joining import Keeping, compile_on
from parvis.data.odsql.text import Purpose, QueryText

LEFT = schema(id="int", k="text", n="int", p="geo_point_2d")
RIGHT = schema(id="int", k="text", x="double", p="geo_point_2d", area="geo_shape")
Row = dict[str, Any]
POINT = st.none() | st.fixed_dictionaries({"lon": st.integers(-8, 8), "lat": st.integers(-8, 8)})
SQUARE = st.none() | st.tuples(st.integers(-8, 6), st.integers(-8, 6), st.integers(1, 6)).map(
    lambda s: shapely.geometry.mapping(shapely.box(s[0] + 0.5, s[1] + 0.5, s[0] + s[2] + 0.5, s[1] + s[2] + 0.5))
)
KEY = st.none() | st.sampled_from(["a", "b", "É", "it's"])
LEFTS = st.lists(st.fixed_dictionaries({"k": KEY, "n": st.none() | st.integers(0, 2), "p": POINT}), max_size=8)
RIGHTS = st.lists(
    st.fixed_dictionaries({"k": KEY, "x": st.none() | st.sampled_from([0.0, 1.0, 1.5]), "p": POINT, "area": SQUARE}),
    max_size=8,
)
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def numbered(rows: list[Row]) -> list[Row]:
    return [{"id": i, **row} for i, row in enumerate(rows)]


def pairs(engine: Engine, table: JoinedTable) -> list[tuple[int, int | None]]:
    text = QueryText(select="left.id, right.id", limit=-1)
    return engine.joining.select(table, compile_query(text, table.schema, purpose=Purpose.INTERNAL)).values  # type: ignore[return-value]


def naive(lefts: list[Row], rights: list[Row], meets: Callable[[Row, Row], bool], keeping: Keeping) -> list[Any]:
    def found() -> Iterator[tuple[int, int | None]]:
        for left in lefts:
            met = [right["id"] for right in rights if meets(left, right)]
            yield from ((left["id"], other) for other in met)
            if not met and keeping is Keeping.LEFT:
                yield left["id"], None

    return list(found())


def metres(a: Row, b: Row) -> float:
    lon1, lat1, lon2, lat2 = map(math.radians, (a["lon"], a["lat"], b["lon"], b["lat"]))
    h = math.sin((lat1 - lat2) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon1 - lon2) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(h)))


@quick
@given(lefts=LEFTS, rights=RIGHTS, keeping=st.sampled_from(Keeping))
def test_rows_that_meet_on_keys_are_those_of_a_plain_join(
    engine: Engine, make_table: MakeTable, lefts: list[Row], rights: list[Row], keeping: Keeping
) -> None:
    lefts, rights = numbered(lefts), numbered(rights)
    on = compile_on("left.k = right.k and right.x = left.n", LEFT, RIGHT)
    table = JoinedTable(make_table(LEFT, lefts), make_table(RIGHT, rights), on, keeping)

    def meets(a: Row, b: Row) -> bool:
        return None not in (a["k"], a["n"], b["k"], b["x"]) and a["k"] == b["k"] and a["n"] == b["x"]

    assert pairs(engine, table) == naive(lefts, rights, meets, keeping)


@quick
@given(lefts=LEFTS, rights=RIGHTS, keeping=st.sampled_from(Keeping))
def test_points_within_areas_are_those_that_geometry_says(
    engine: Engine, make_table: MakeTable, lefts: list[Row], rights: list[Row], keeping: Keeping
) -> None:
    lefts, rights = numbered(lefts), numbered(rights)
    on = compile_on("within(left.p, right.area)", LEFT, RIGHT)
    table = JoinedTable(make_table(LEFT, lefts), make_table(RIGHT, rights), on, keeping)

    def meets(a: Row, b: Row) -> bool:
        if a["p"] is None or b["area"] is None:
            return False
        return bool(shapely.within(shapely.Point(a["p"]["lon"], a["p"]["lat"]), shapely.geometry.shape(b["area"])))

    assert pairs(engine, table) == naive(lefts, rights, meets, keeping)


@quick
@given(lefts=LEFTS, rights=RIGHTS, reach=st.sampled_from([1, 90_000, 100_000]), keeping=st.sampled_from(Keeping))
def test_the_nearest_point_is_the_first_of_the_nearest(
    engine: Engine, make_table: MakeTable, lefts: list[Row], rights: list[Row], reach: int, keeping: Keeping
) -> None:
    shrink = 0.5  # degrees: so that some are within reach
    for row in (*lefts, *rights):
        row["p"] = row["p"] and {"lon": row["p"]["lon"] * shrink, "lat": row["p"]["lat"] * shrink}
    lefts, rights = numbered(lefts), numbered(rights)
    on = compile_on(f"nearest(left.p, right.p, {reach}m)", LEFT, RIGHT)
    table = JoinedTable(make_table(LEFT, lefts), make_table(RIGHT, rights), on, keeping)
    text = QueryText(select="left.id, right.id, distance", limit=-1)
    rows = engine.joining.select(table, compile_query(text, table.schema, purpose=Purpose.INTERNAL)).values
    expected = []
    for left in lefts:
        near = [(metres(left["p"], r["p"]), r["id"]) for r in rights if left["p"] and r["p"]]
        best = min(((d, i) for d, i in near if d <= reach), default=None)
        if best is not None or keeping is Keeping.LEFT:
            expected.append((left["id"], *((best[1], best[0]) if best else (None, None))))
    assert [row[:2] for row in rows] == [row[:2] for row in expected]
    assert [row[2] for row in rows] == [None if d is None else pytest.approx(d, abs=1e-6) for *_, d in expected]


def test_row_filters_stay_on_their_side_and_groups_count(engine: Engine, make_table: MakeTable) -> None:
    lefts = numbered([{"k": "a", "n": n} for n in range(4)])
    rights = numbered([{"k": "a", "x": 1.0}, {"k": "a", "x": 2.0}, {"k": "b", "x": 1.0}])
    limited = make_table(RIGHT, rights, compile_where("x < 2 and k = 'a'", RIGHT))
    table = JoinedTable(make_table(LEFT, lefts), limited, compile_on("left.k = right.k", LEFT, RIGHT))
    text = QueryText(select="count(*) as c, sum(x) as s", group_by="range(n, 2)", where=("left.n >= 1",))
    query = compile_query(text, table.schema, aliases=table.aliases)
    assert engine.joining.select(table, query).values == [("[0, 1]", 1, 1.0), ("[2, 3]", 2, 2.0)]
    assert engine.joining.count(table, query) == 2
    plain = compile_query(QueryText(limit=1), table.schema)
    assert engine.joining.count(table, plain) == 4


def test_what_is_asked_of_the_left_alone_narrows_who_looks_for_the_nearest(
    engine: Engine, make_table: MakeTable
) -> None:
    lefts = numbered([{"k": "é", "p": {"lon": 0, "lat": lat}} for lat in range(4)])
    rights = numbered([{"k": "b", "p": {"lon": 0, "lat": 0}}, {"k": "a", "p": {"lon": 0, "lat": 3}}])
    on = compile_on("nearest(left.p, right.p, 10km)", LEFT, RIGHT)
    table = JoinedTable(make_table(LEFT, lefts), make_table(RIGHT, rights), on, Keeping.LEFT)
    where = ("left.id > 0 and search(left.k, 'e') and (right.k = 'a' or left.id = 1)",)
    query = compile_query(QueryText(select="left.id, right.k", where=where), table.schema)
    assert engine.joining.select(table, query).values == [(1, None), (3, "a")]


def test_too_many_rows_are_refused_before_they_are_read(engine: Engine, make_table: MakeTable) -> None:
    large = make_table(LEFT, [])
    object.__setattr__(large, "rows", MOST_ROWS)
    table = JoinedTable(large, make_table(RIGHT, numbered([{"k": "a"}])), compile_on("left.k = right.k", LEFT, RIGHT))
    with pytest.raises(QueryOverBudget):
        pairs(engine, table)
