"""Exports: formats, options, validators, ranges, errors."""

import gzip
import io
from typing import Any

import duckdb
import httpx
import pyarrow.parquet
import pytest
from tests.web.api.conftest import Api

from parvis.data.exports.formats import FORMATS

EXPORTS = "/catalog/datasets/stations/exports"


def export(api: Api, format: str, headers: Any = None, **parameters: Any) -> httpx.Response:
    answer = api.get(f"{EXPORTS}/{format}", headers=headers, **parameters)
    assert answer.status_code in (200, 206, 304), answer.text
    return answer


def test_the_list_names_the_formats_under_both_keys(api: Api) -> None:
    answer = api.json(EXPORTS)
    assert [link["rel"] for link in answer["links"]] == [
        n for n, f in FORMATS.items() if f.needs in ("", "geo", "dates")
    ]
    assert answer["links"] == answer["_links"]
    assert answer["links"][1]["href"].endswith("/api/explore/v2.1/catalog/datasets/stations/exports/csv")


def test_csv_by_default_suits_a_spreadsheet(api: Api) -> None:
    answer = export(api, "csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert lines[0] == "code;city;capacity;rate;open;tags;built;updated;coord;zone"
    assert lines[1] == "s000;Paris;0;0.0;true;covered,night;2000;2025-01-15T08:30:00+00:00;48.5, 2.0;Europe/Belgique"
    assert lines[8] == "s007;;7;1.75;false;night;2002;2026-08-15T08:30:00+00:00;;Europe/France"
    assert len(lines) == 121
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="stations.csv"'


def test_csv_options(api: Api) -> None:
    options = {"delimiter": ",", "with_bom": "false", "list_separator": "|", "use_labels": "true", "quote_all": "true"}
    lines = export(api, "csv", select="city, capacity, tags", limit=1, **options).text.splitlines()
    assert lines == ['"Ville","Capacité","Étiquettes"', '"Paris",0,"covered|night"']


def test_compressed_is_a_gzip_file(api: Api) -> None:
    answer = export(api, "csv", compressed="true")
    assert answer.headers["content-disposition"] == 'attachment; filename="stations.csv.gz"'
    assert "content-encoding" not in answer.headers
    assert gzip.decompress(answer.content) == export(api, "csv").content


def test_json_is_the_records_in_a_bare_array(api: Api) -> None:
    assert export(api, "json", limit=5).json() == api.records(limit=5)["results"]
    lines = export(api, "jsonl", limit=5).text.splitlines()
    assert httpx.Response(200, content=lines[4]).json() == api.records(limit=5)["results"][4]


def test_geojson_has_the_point_as_geometry(api: Api) -> None:
    collection = export(api, "geojson", select="code, coord", limit=8).json()
    assert collection["type"] == "FeatureCollection"
    feature = {"type": "Point", "coordinates": [2.0, 48.5]}
    assert collection["features"][0] == {"type": "Feature", "geometry": feature, "properties": {"code": "s000"}}
    assert collection["features"][7]["geometry"] is None


def test_parquet_keeps_types(api: Api, tmp_path: Any) -> None:
    content = export(api, "parquet", parquet_compression="zstd").content
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    assert (table.num_rows, str(table.schema.field("updated").type)) == (120, "timestamp[us, tz=UTC]")
    path = tmp_path / "stations.parquet"
    path.write_bytes(content)
    assert duckdb.sql(f"SELECT sum(capacity) FROM '{path}'").fetchall() == [(7140,)]


def test_queries_groups_and_offsets_are_exported(api: Api) -> None:
    grouped = export(api, "json", select="city,count(*) as n", group_by="city", order_by="n desc", limit=10).json()
    assert len(grouped) == 4
    assert export(api, "json", select="code", where="capacity > 117").json() == [{"code": "s118"}, {"code": "s119"}]
    assert export(api, "json", select="code", offset=119).json() == [{"code": "s119"}]
    assert len(export(api, "json", limit=-1, refine="city:Paris").json()) == 30


def test_the_same_export_has_the_same_bytes_and_tag(api: Api) -> None:
    first, second = (export(api, "csv", where="open") for _ in range(2))
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    fresh = export(api, "csv", headers={"If-None-Match": first.headers["etag"]}, where="open")
    assert (fresh.status_code, fresh.content) == (304, b"")
    assert export(api, "csv", where="not open").headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("bytes=0-9", slice(0, 10)), ("bytes=100-", slice(100, None)), ("bytes=-7", slice(-7, None))],
)
def test_a_finished_export_is_served_in_ranges(api: Api, asked: str, expected: slice) -> None:
    whole = export(api, "jsonl").content
    part = export(api, "jsonl", headers={"Range": asked})
    assert (part.status_code, part.content) == (206, whole[expected])
    start = expected.indices(len(whole))[0]
    assert part.headers["content-range"] == f"bytes {start}-{start + len(part.content) - 1}/{len(whole)}"


def test_a_range_outside_the_file_or_of_another_version(api: Api) -> None:
    whole = export(api, "jsonl").content
    outside = api.get(f"{EXPORTS}/jsonl", headers={"Range": "bytes=99999999-"})
    assert (outside.status_code, outside.headers["content-range"]) == (416, f"bytes */{len(whole)}")
    stale = export(api, "jsonl", headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (stale.status_code, stale.content) == (200, whole)
    assert export(api, "jsonl", headers={"Range": f"bytes=0-{'9' * 5000}"}).status_code == 200


def test_head_of_an_export_costs_nothing_and_says_what_a_get_would(api: Api) -> None:
    answer = api.request("HEAD", f"/api/explore/v2.1{EXPORTS}/csv")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-disposition"] == 'attachment; filename="stations.csv"'


def test_a_dataset_without_positions_has_no_geographic_format(api: Api) -> None:
    links = api.json("/catalog/datasets/limited/exports")["links"]
    assert [link["rel"] for link in links] == [n for n, f in FORMATS.items() if f.needs != "geo"]
    assert api.error("/catalog/datasets/limited/exports/geojson")[0] == 404
