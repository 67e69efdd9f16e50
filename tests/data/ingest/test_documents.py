"""JSON, JSON Lines, GeoJSON, Parquet, workbooks."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import duckdb
import pytest
from tests.data.ingest.conftest import Ingest

from parvis.data.ingest.errors import DamagedFile, IngestError, TooLarge, UnknownFormat
from parvis.data.ingest.options import Limits


def test_keys_may_differ_from_row_to_row(read: Ingest) -> None:
    content = [
        {"code": "01", "n": 1},
        {"code": "2A", "tags": ["a", "b"]},
        {"code": "03", "tags": [], "d": "2024-01-02"},
    ]
    found = read(json.dumps(content), name="a.json")
    assert found.types == {"code": "text", "n": "int", "tags": "text[]", "d": "date"}
    assert found.column("tags") == [None, ["a", "b"], None]


def test_nested_objects_are_flattened_and_lists_of_objects_kept(read: Ingest) -> None:
    content = [{"a": {"b": {"c": 1}, "d": "x"}, "members": [{"id": 1}]}]
    found = read(json.dumps(content), name="a.json")
    assert found.types == {"a_b_c": "int", "a_d": "text", "members": "json_blob"}
    assert json.loads(found.column("members")[0]) == [{"id": 1}]


def test_digits_between_quotes_stay_text(read: Ingest) -> None:
    assert read('[{"v": "12"}, {"v": "13"}]', name="a.json").types == {"v": "text"}


def test_json_lines(read: Ingest) -> None:
    found = read('{"a": 1}\n{"a": 2.5}\n', name="a.jsonl")
    assert found.types == {"a": "double"}


def test_geojson_features(read: Ingest) -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    features = [
        {"type": "Feature", "properties": {"nom": "a"}, "geometry": square},
        {"type": "Feature", "properties": {"nom": "b"}, "geometry": None},
    ]
    found = read(json.dumps({"type": "FeatureCollection", "features": features}), name="a.geojson")
    assert found.types == {"nom": "text", "geo_shape": "geo_shape"}
    assert found.rows('"geo_shape.west", "geo_shape.north"') == [(0.0, 1.0), (None, None)]


def test_cut_geojson_is_told(read: Ingest) -> None:
    with pytest.raises(DamagedFile, match="not whole JSON"):
        read('{"type":"FeatureCollection","features":[{"type":"Feature","prop', name="a.geojson")


def test_parquet_keeps_its_types(read: Ingest, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(
        "SELECT 9007199254740993 AS n, '01' AS code, DATE '2024-01-01' AS d, ['a'] AS tags, "
        "TIMESTAMPTZ '2024-01-01 10:00:00+02' AS t, 1.5::DECIMAL(8,2) AS m"
    ).write_parquet(str(path))
    found = read(path)
    assert found.types == {"n": "int", "code": "text", "d": "date", "tags": "text[]", "t": "datetime", "m": "double"}
    assert found.column("n") == [9007199254740993]


def test_cut_parquet_is_told(read: Ingest) -> None:
    with pytest.raises(DamagedFile):
        read(b"PAR1" + bytes(100), name="a.parquet")


def test_zip_bomb_is_refused_before_it_is_opened(read: Ingest, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(5_000_000))
    with pytest.raises(TooLarge, match="unpacks to"):
        read(path, limits=Limits(unpacked=1_000_000))


@pytest.mark.parametrize(
    ("content", "name"), [(b"%PDF-1.7 x", "a.csv"), (b"<html><body>", "a.csv"), (b"\x89PNG\r\n x", "a.json")]
)
def test_what_is_no_table_is_named(read: Ingest, content: bytes, name: str) -> None:
    with pytest.raises(UnknownFormat):
        read(content, name=name)


def test_deep_json_is_bounded(read: Ingest) -> None:
    found = read('[{"a": ' + '{"b": ' * 60 + "1" + "}" * 60 + "}]", name="a.json")
    assert set(found.types.values()) == {"json_blob"}
    for opening, closing in (("[", "]"), ('{"b":', "}")):
        with pytest.raises(TooLarge, match="nests deeper"):
            read('[{"a": ' + opening * 100_000 + "1" + closing * 100_000 + "}]", name="a.json")


def test_broken_lines_are_rejected_one_by_one(read: Ingest) -> None:
    found = read('{"a": 1}\n{"a": \n{"a": 3}\n[1]\n', name="a.jsonl")
    assert found.column("a") == [1, 3]
    assert [(r.line, r.text) for r in found.ingested.report.rejects] == [(2, '{"a": '), (4, "[1]")]


def test_texts_stay_as_they_are_written(read: Ingest) -> None:
    row = {"id": "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "hour": "9:05", "day": "2024-1-5", "in": {"u": "12:30"}}
    found = read(json.dumps([row]), name="a.json")
    assert found.rows() == [("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "9:05", "2024-1-5", "12:30")]


def test_scalars_of_several_types_are_text(read: Ingest) -> None:
    found = read('[{"a": true, "b": null}, {"a": "non"}, {"a": 1.5}]', name="a.json")
    assert found.types == {"a": "text", "b": "text"}
    assert found.column("a") == ["true", "non", "1.5"]


def test_names_that_differ_by_case_are_kept_apart(read: Ingest) -> None:
    assert read('[{"Nom": 1, "nom": 2}]', name="a.json").rows() == [(1, 2)]


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ('{"total": 2, "results": [{"a": 1}, {"a": 2}]}', None),
        ('{"x": {"skip": [[1]], "deep": [{"a": 1}, {"a": 2}]}}', "x.deep"),
    ],
)
def test_rows_inside_an_object(read: Ingest, content: str, path: str | None) -> None:
    assert read(content, name="a.json", record_path=path).column("a") == [1, 2]


def test_path_to_nothing_is_refused(read: Ingest) -> None:
    with pytest.raises(IngestError, match="no member 'y'"):
        read('{"x": []}', name="a.json", record_path="y")


@pytest.mark.parametrize("content", ['[{"a": 1}, {"a": ', '{"results": [{"a": 1}, ', '[{"a": 1} {"a": 2}]'])
def test_cut_or_broken_json_is_told(read: Ingest, content: str) -> None:
    with pytest.raises(DamagedFile, match="not whole JSON"):
        read(content, name="a.json")


@pytest.mark.parametrize("content", ["[1, 2]", '[["a", "b"], [1, 2]]', '{"results": [1]}'])
def test_json_without_objects_is_refused_or_one_row(read: Ingest, content: str) -> None:
    if content.startswith("{"):
        assert read(content, name="a.json").ingested.rows == 1
        return
    with pytest.raises(IngestError, match="no objects"):
        read(content, name="a.json")


def test_property_named_like_the_geometry_is_kept(read: Ingest) -> None:
    feature = {
        "type": "Feature",
        "properties": {"geo_shape": "x"},
        "geometry": {"type": "Point", "coordinates": [2, 48]},
    }
    found = read("\n".join([json.dumps(feature)] * 2), name="a.geojson")
    assert found.types == {"geo_shape": "text", "geo_shape_2": "geo_shape"}
    assert found.ingested.rows == 2


def test_geometries_that_are_broken_or_strange_are_told(read: Ingest) -> None:
    crossed = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    shapes = [crossed, {"type": "Point", "coordinates": ["x"]}, {"type": "Point", "coordinates": [650000, 6860000]}]
    features = [{"type": "Feature", "properties": {"n": n}, "geometry": shape} for n, shape in enumerate(shapes)]
    found = read(json.dumps({"type": "FeatureCollection", "features": features}), name="a.geojson")
    broken, outside, repaired = found.ingested.report.warnings
    assert "row 2" in broken
    assert "1 shapes are not in degrees" in outside
    assert "1 shapes were not valid" in repaired
    assert found.ingested.bbox == (0.0, 0.0, 1.0, 1.0)


def test_projected_geojson_is_brought_to_degrees(read: Ingest) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    geometry = {"type": "Point", "coordinates": [652469.02, 6862035.26]}
    features = [{"type": "Feature", "properties": {"n": 1}, "geometry": geometry}]
    found = read(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), name="a.geojson")
    assert found.types == {"n": "int", "geo_shape": "geo_shape"}
    assert found.ingested.bbox is not None
    assert [round(side, 4) for side in found.ingested.bbox[:2]] == [2.3522, 48.8566]


def test_parquet_from_other_programs(read: Ingest, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(
        "SELECT 'nan'::DOUBLE AS x, 12::DECIMAL(10,0) AS n, {'a': 1::INTEGER, 'b': 'x'} AS s, [1::INTEGER, 2] AS l, "
        "DATE '20240-01-01' AS far, TIME '10:00' AS t"
    ).write_parquet(str(path))
    found = read(path)
    assert found.types == {
        "x": "double",
        "n": "int",
        "s_a": "int",
        "s_b": "text",
        "l": "text[]",
        "far": "date",
        "t": "text",
    }
    assert found.rows() == [(None, 12, 1, "x", ["1", "2"], None, "10:00:00")]
