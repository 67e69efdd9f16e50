"""JSON, JSON Lines, GeoJSON, Parquet, workbooks."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import duckdb
import pytest
from tests.data.ingest.conftest import Ingest

from parvis.data.ingest.errors import DamagedFile, TooLarge, UnknownFormat
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
    with pytest.raises(DamagedFile, match="middle of a feature"):
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
    ("content", "name"), [(b"%PDF-1.7 x", "a.csv"), (b"<html><body>", "a.csv"), (b"\x1f\x8b\x08 x", "a.json")]
)
def test_what_is_no_table_is_named(read: Ingest, content: bytes, name: str) -> None:
    with pytest.raises(UnknownFormat):
        read(content, name=name)


def test_deep_json_is_bounded(read: Ingest) -> None:
    found = read('[{"a": ' + '{"b": ' * 60 + "1" + "}" * 60 + "}]", name="a.json")
    assert set(found.types.values()) == {"json_blob"}
