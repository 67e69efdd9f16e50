"""Random conditions over random rows: both dialects and plain Python keep the same rows."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from tests.cases.clickhouse import ClickHouseTable
from tests.cases.tables import MakeTable
from tests.data.engine.builders import columns, lit, ref, schema
from tests.data.engine.naive import holds

from parvis.data.engine.engine import Engine
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Literal, Type, Word

S = schema(id="int", n="int", x="double", t="text", l="list", b="boolean", p="geo_point_2d", h="text")
SYLLABLES = st.sampled_from(
    ["é", "Œuv", "ABc", "ça", "aß", "ﬁn", "x²", "l'", "-", " ", "/", "%", "'", "ab", "bac", "İ", "Ж"]
)
TEXTS = st.lists(SYLLABLES, max_size=5).map("".join)
FORMS = st.lists(st.sampled_from(["%", "_", "é", "AB", "a", " ", "/", "'"]), max_size=4).map("".join)
NUMBERS = st.integers(-3, 3)
HALVES = st.integers(-6, 6).map(lambda v: v / 2)
ROW = st.fixed_dictionaries(
    {
        "n": st.none() | NUMBERS,
        "x": st.none() | HALVES,
        "t": st.none() | TEXTS,
        "l": st.lists(TEXTS, max_size=3),
        "b": st.none() | st.booleans(),
        "p": st.none() | st.fixed_dictionaries({"lon": st.integers(-180, 180), "lat": st.integers(-90, 90)}),
        "h": st.none() | st.lists(st.sampled_from("ab"), min_size=1, max_size=3).map("/".join),
    }
)
COMPARISON = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
WORDS = st.builds(
    Word,
    st.sampled_from(
        ["e", "oeuv", "abc", "ca", "ass", "fin", "x2", "l", "ab", "bac", "oeuvabc", "i", "ж", "aeb", "abcabc"]
    ),
    prefix=st.booleans(),
    edits=st.sampled_from([0, 0, 1]),
)
SEARCHED = st.lists(st.sampled_from(["t", "l", "h"]), min_size=1, max_size=3, unique=True)


def box(latitudes: list[int], west: int, east: int) -> typed.InBox:
    south, north = sorted(latitudes)
    return typed.InBox(ref(S, "p"), south, west, north, east)


LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.builds(typed.Compare, COMPARISON, st.just(ref(S, "n")), NUMBERS.map(lit)),
    st.builds(typed.Compare, COMPARISON, st.just(ref(S, "n")), st.just(ref(S, "x"))),
    st.builds(typed.Compare, COMPARISON, st.just(ref(S, "t")), TEXTS.map(lit)),
    st.builds(typed.Compare, COMPARISON, st.just(typed.Length(ref(S, "t"))), NUMBERS.map(lit)),
    st.builds(typed.Compare, COMPARISON, st.just(typed.IfNull(ref(S, "n"), lit(0), Type.INT)), NUMBERS.map(lit)),
    st.builds(
        typed.Within,
        st.just(ref(S, "x")),
        st.none() | HALVES.map(lit),
        st.none() | HALVES.map(lit),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(typed.OneOf, st.just(ref(S, "n")), st.lists(NUMBERS.map(lit), max_size=3).map(tuple)),
    st.builds(typed.OneOf, st.just(ref(S, "l")), st.lists(TEXTS.map(lit), max_size=3).map(tuple)),
    st.builds(typed.Contains, st.just(ref(S, "l")), TEXTS),
    st.sampled_from(S.fields).map(lambda f: typed.IsNull(typed.FieldRef(f))),
    st.just(typed.IsTrue(ref(S, "b"))),
    st.builds(typed.UnderPath, st.just(ref(S, "h")), st.sampled_from(["a", "b", "a/b"]), st.just("/")),
    st.builds(typed.StartsWith, TEXTS, SEARCHED.map(lambda names: tuple(S.by_name[n] for n in names))),
    st.builds(typed.Like, st.sampled_from(["t", "l", "h"]).map(lambda n: ref(S, n)), FORMS),
    st.builds(
        typed.TextMatch,
        st.lists(WORDS, max_size=2).map(tuple),
        SEARCHED.map(lambda names: tuple(S.by_name[n] for n in names)),
    ),
    st.builds(
        box, st.lists(st.integers(-90, 90), min_size=2, max_size=2), st.integers(-180, 180), st.integers(-180, 180)
    ),
    st.builds(typed.Always, st.booleans()),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(typed.Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda o: typed.And(tuple(o))),
        st.lists(inner, min_size=1, max_size=3).map(lambda o: typed.Or(tuple(o))),
    ),
    max_leaves=6,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(ROW, min_size=1, max_size=8), conditions=st.lists(CONDITIONS, min_size=1, max_size=6))
def test_dialects_and_python_keep_the_same_rows(
    engine: Engine, make_table: MakeTable, rows: list[dict[str, Any]], conditions: list[typed.Expr]
) -> None:
    numbered = [{"id": i, **row} for i, row in enumerate(rows)]
    table, other = make_table(S, numbered), ClickHouseTable(S, numbered)
    for condition in conditions:
        expected = [row["id"] for row in numbered if holds(condition, row)]
        note(f"{condition} on {numbered}")
        query = columns(S, ["id"], where=condition)
        assert [row[0] for row in engine.select(table, query).values] == expected
        assert [row[0] for row in other.select(query)] == expected
        assert engine.count(table, condition) == other.count(condition) == len(expected)
    other.drop()


KEYS = st.sampled_from(
    [
        ref(S, "n"),
        ref(S, "l"),
        ref(S, "t"),
        typed.EqualRange(ref(S, "n"), 2),
        typed.EqualRange(ref(S, "x"), 0.5),
        typed.StaticRange(ref(S, "x"), (None, Literal(-1.0, Type.DOUBLE), Literal(1.5, Type.DOUBLE))),
        typed.GeoCluster(ref(S, "p"), 2),
    ]
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(ROW, max_size=10), keys=st.lists(KEYS, min_size=1, max_size=2, unique=True))
def test_dialects_make_the_same_groups(
    engine: Engine, make_table: MakeTable, rows: list[dict[str, Any]], keys: list[Any]
) -> None:
    table, other = make_table(S, rows), ClickHouseTable(S, rows)
    count = typed.Aggregate(typed.Statistic.COUNT, None, Type.INT)
    total = typed.Aggregate(typed.Statistic.SUM, ref(S, "n"), Type.INT)
    shown = [typed.Column(f"k{i}", key) for i, key in enumerate(keys)]
    selected = (*shown, typed.Column("c", count), typed.Column("s", total))
    query = typed.Query(selected, groups=tuple(keys), order=(typed.Order(count, True),), limit=None)
    found = engine.select(table, query).values
    assert found == other.select(query)
    assert engine.count_groups(table, query) == other.count_groups(query) == len(found)
    other.drop()
