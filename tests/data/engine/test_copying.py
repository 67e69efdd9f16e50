"""Files made inside DuckDB show the same values as rows read and rendered in Python."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.tables import MakeTable
from tests.data.engine.builders import COUNT, columns, every, lit, ref, schema

from parvis.core.errors import InvalidParameter
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine.engine import Engine
from parvis.data.exports.values import json_value
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Column, FieldRef, Query, Type

S = Schema.of(
    [
        Field("n", FieldType.INT),
        Field("x", FieldType.DOUBLE),
        Field("t", FieldType.TEXT),
        Field("l", FieldType.TEXT, multivalued=","),
        Field("b", FieldType.BOOLEAN),
        Field("d", FieldType.DATE),
        Field("y", FieldType.DATE, precision="year"),
        Field("ts", FieldType.DATETIME),
        Field("p", FieldType.GEO_POINT),
        Field("j", FieldType.JSON),
    ]
)
INSTANTS = st.integers(-2_000_000_000_000, 4_000_000_000_000).map(
    lambda ms: datetime.fromtimestamp(ms // 250 / 4, UTC).isoformat()
)
DAYS = st.dates(min_value=date(1000, 1, 1)).map(str)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
FLOATS = st.floats(allow_nan=True, allow_infinity=True)
ROW = st.fixed_dictionaries(
    {
        "n": st.none() | st.integers(-(2**63), 2**63 - 1),
        "x": st.none() | FLOATS,
        "t": st.none() | TEXTS,
        "l": st.none() | st.lists(TEXTS, min_size=1, max_size=3),
        "b": st.none() | st.booleans(),
        "d": st.none() | DAYS,
        "y": st.none() | DAYS,
        "ts": st.none() | INSTANTS,
        "p": st.none() | st.fixed_dictionaries({"lon": st.floats(-180, 180), "lat": st.floats(-90, 90)}),
        "j": st.none() | st.dictionaries(TEXTS, st.integers(-5, 5), max_size=2).map(json.dumps) | st.just("not json"),
    }
)


def query(timezone: str = "UTC") -> Query:
    listed = tuple(Column(f.name, FieldRef(f), precision=f.precision) for f in S)
    return Query(listed, limit=None, timezone=timezone)


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(ROW, max_size=4), timezone=st.sampled_from(["UTC", "Europe/Paris", "Asia/Kolkata"]))
def test_json_agrees_with_rendering_in_python(
    engine: Engine, make_table: MakeTable, rows: list[dict[str, Any]], timezone: str
) -> None:
    table = make_table(S, rows)
    asked = query(timezone)
    expected = [
        {
            c.name: json_value(v, str(c.expr.type), c.precision, timezone)
            for c, v in zip(asked.columns, row, strict=True)
        }
        for row in engine.select(table, asked).values
    ]
    assert orjson.loads(b"".join(engine.copy(table, asked, "json"))) == expected
    lines = b"".join(engine.copy(table, asked, "jsonl")).splitlines()
    assert [orjson.loads(line) for line in lines] == expected


SMALL = schema(n="int", t="text", l="list", b="boolean", p="geo_point_2d", g="geo_shape")
SQUARE = {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]}
ROWS = [
    {"n": 1, "t": 'a;"b"', "l": ["x", "y"], "b": True, "p": {"lon": 2.5, "lat": 48}, "g": SQUARE},
    {"n": None, "t": "é\nf"},
]


def copied(engine: Engine, make_table: MakeTable, asked: Query, format: str, **options: Any) -> bytes:
    return b"".join(engine.copy(make_table(SMALL, ROWS), asked, format, options))


def test_csv_by_default(engine: Engine, make_table: MakeTable) -> None:
    text = copied(engine, make_table, columns(SMALL, ["n", "t", "l", "b", "p"], limit=None), "csv").decode()
    assert text == 'n;t;l;b;p\n1;"a;""b""";x,y;true;48.0, 2.5\n;"é\nf";;;\n'


def test_csv_options(engine: Engine, make_table: MakeTable) -> None:
    asked = Query((Column("n", ref(SMALL, "n"), label="Numéro"), Column("l", ref(SMALL, "l"))), limit=1)
    text = copied(
        engine,
        make_table,
        asked,
        "csv",
        delimiter=",",
        list_separator="|",
        quote_all=True,
        with_bom=True,
        use_labels=True,
    )
    assert text.decode() == '\ufeff"Numéro","l"\n1,"x|y"\n'


def test_csv_of_shapes_is_their_geometry(engine: Engine, make_table: MakeTable) -> None:
    text = copied(engine, make_table, columns(SMALL, ["g"], limit=1), "csv").decode()
    assert json.loads(text.splitlines()[1].strip('"').replace('""', '"')) == SQUARE


@pytest.mark.parametrize("options", [{"delimiter": "ab"}, {"delimiter": "'"}])
def test_a_strange_delimiter_is_refused(engine: Engine, make_table: MakeTable, options: dict[str, str]) -> None:
    with pytest.raises(InvalidParameter):
        copied(engine, make_table, columns(SMALL, ["n"]), "csv", **options)


def test_json_of_geography(engine: Engine, make_table: MakeTable) -> None:
    found = orjson.loads(copied(engine, make_table, columns(SMALL, ["p", "g"], limit=None), "json"))
    assert found == [
        {"p": {"lon": 2.5, "lat": 48.0}, "g": {"type": "Feature", "geometry": SQUARE, "properties": {}}},
        {"p": None, "g": None},
    ]


def test_geojson_takes_the_shape_then_the_point(engine: Engine, make_table: MakeTable) -> None:
    whole = orjson.loads(copied(engine, make_table, columns(SMALL, ["n", "p", "g"], limit=None), "geojson"))
    assert whole["type"] == "FeatureCollection"
    assert whole["features"][0] == {
        "type": "Feature",
        "geometry": SQUARE,
        "properties": {"n": 1, "p": {"lon": 2.5, "lat": 48.0}},
    }
    assert whole["features"][1]["geometry"] is None
    points = orjson.loads(copied(engine, make_table, columns(SMALL, ["n", "p"], limit=None), "geojson"))
    assert points["features"][0]["geometry"] == {"type": "Point", "coordinates": [2.5, 48.0]}


@pytest.mark.parametrize("compression", ["snappy", "zstd"])
def test_parquet_keeps_types(engine: Engine, make_table: MakeTable, compression: str) -> None:
    data = copied(engine, make_table, every(SMALL, limit=None), "parquet", compression=compression)
    file = pyarrow.parquet.ParquetFile(io.BytesIO(data))
    read = file.read().to_pydict()
    assert (read["n"], read["l"], read["b"]) == ([1, None], [["x", "y"], None], [True, None])
    assert read["p"] == [{"lon": 2.5, "lat": 48.0}, None]
    assert file.metadata.row_group(0).column(0).compression == compression.upper()


def test_groups_are_exported_too(engine: Engine, make_table: MakeTable) -> None:
    asked = Query((Column("Liste", ref(SMALL, "l")), Column("c", COUNT)), groups=(ref(SMALL, "l"),), limit=None)
    assert copied(engine, make_table, asked, "csv").decode() == "Liste;c\nx;1\ny;1\n;1\n"
    assert orjson.loads(copied(engine, make_table, asked, "json"))[0] == {"Liste": "x", "c": 1}


def test_names_that_differ_in_case_only_are_told_apart(engine: Engine, make_table: MakeTable) -> None:
    asked = Query((Column("a", ref(SMALL, "n")), Column("A", lit("x"))), limit=1)
    assert orjson.loads(copied(engine, make_table, asked, "json")) == [{"a": 1, "A_2": "x"}]


def test_an_empty_export_is_well_formed(engine: Engine, make_table: MakeTable) -> None:
    nothing = columns(SMALL, ["n"], where=typed.Always(False), limit=None)
    assert copied(engine, make_table, nothing, "csv") == b"n\n"
    assert orjson.loads(copied(engine, make_table, nothing, "json")) == []
    assert orjson.loads(copied(engine, make_table, nothing, "geojson")) == {"type": "FeatureCollection", "features": []}


def test_sums_beyond_64_bits_are_numbers(engine: Engine, make_table: MakeTable) -> None:
    table = make_table(schema(n="int"), [{"n": 2**62}, {"n": 2**62}, {"n": 2**62}])
    total = typed.Aggregate(typed.Statistic.SUM, ref(table.schema, "n"), Type.INT)
    asked = Query((Column("s", total),), aggregated=True)
    assert json.loads(b"".join(engine.copy(table, asked, "jsonl"))) == {"s": 3 * 2**62}
