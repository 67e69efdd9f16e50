"""Files for maps read back by GDAL, by XML readers and by hand; projections; archives."""

from __future__ import annotations

import csv
import io
import math
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import orjson
import pyarrow.parquet
import pyogrio
import pytest
import shapely
from lxml import etree
from tests.data.serving.every_type import BIG, DESCRIBED, FULL, LINE, POLYGON, content, publish
from tests.factories.published import Installation

from parvis.core.errors import InvalidParameter
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.exports.shapefiles import short_names
from parvis.data.serving.reader import Reader

PLACED = ("fgb", "geojson", "geoparquet", "gpkg", "shp")
LAMBERT = (652301.5648, 6861302.7259)


@pytest.fixture
def reader(installation: Installation) -> Any:
    publish(installation)
    publish(installation, [], "nothing")
    publish(installation, [FULL], "one")
    opened = Reader.open(installation.home)
    yield opened
    opened.stop()


def read(data: bytes, format: str, folder: Path) -> geopandas.GeoDataFrame:
    """The file as geopandas sees it."""
    path = folder / f"read.{'zip' if format == 'shp' else format}"
    path.write_bytes(data)
    if format == "geoparquet":
        return geopandas.read_parquet(path)
    if format == "shp":
        names = [name for name in zipfile.ZipFile(path).namelist() if name.endswith(".shp")]
        return pyogrio.read_dataframe(f"/vsizip/{path}/{names[0]}")
    return pyogrio.read_dataframe(path)


@pytest.mark.parametrize("format", ["fgb", "gpkg"])
def test_gdal_reads_values_with_their_types(reader: Reader, format: str, tmp_path: Path) -> None:
    frame = read(content(reader, format), format, tmp_path).set_index("code")
    first = frame.loc["01004"]
    assert (first["name"], first["big"], first["rate"], bool(first["open"])) == (FULL["name"], BIG, 0.1, True)
    assert (str(first["day"])[:10], first["place"], orjson.loads(first["tags"])) == (
        "2026-03-15",
        "48.85, 2.35",
        FULL["tags"],
    )
    assert first["seen"].isoformat() == "2026-03-15T08:30:15+00:00"
    assert first.geometry.equals(shapely.geometry.shape(POLYGON))
    assert frame.crs.to_epsg() == 4326
    assert sorted(str(g.geom_type) for g in frame.geometry if g) == ["LineString", "Polygon"]
    assert len(frame) == 3


def test_a_flatgeobuf_without_gaps_has_its_spatial_index(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "one.fgb"
    path.write_bytes(content(reader, "fgb", "one"))
    assert pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"]
    assert len(pyogrio.read_dataframe(path, bbox=(10, 10, 11, 11))) == 0


@pytest.mark.parametrize("format", PLACED)
@pytest.mark.parametrize("epsg", [4326, 2154, 3857])
def test_places_are_in_the_projection_asked(reader: Reader, format: str, epsg: int, tmp_path: Path) -> None:
    data = content(reader, format, "one", {"epsg": str(epsg)}, select="code, place")
    frame = read(data, format, tmp_path)
    assert (frame.crs.to_epsg() or 4326) == epsg
    expected = geopandas.GeoSeries([shapely.Point(2.35, 48.85)], crs=4326).to_crs(epsg)[0]
    assert math.isclose(frame.geometry[0].x, expected.x, rel_tol=1e-7)
    assert math.isclose(frame.geometry[0].y, expected.y, rel_tol=1e-7)


@pytest.mark.parametrize(("format", "epsg"), [("gpkg", "abc"), ("gpkg", "999999"), ("gpkg", "5773"), ("kml", "2154")])
def test_projections_that_cannot_be_are_refused(reader: Reader, format: str, epsg: str) -> None:
    with pytest.raises(InvalidParameter, match="epsg"):
        content(reader, format, options={"epsg": epsg})


@pytest.mark.parametrize("format", [name for name in PLACED if name != "geoparquet"])
def test_an_empty_dataset_is_a_file_without_rows(reader: Reader, format: str, tmp_path: Path) -> None:
    assert len(read(content(reader, format, "nothing"), format, tmp_path)) == 0


@pytest.mark.parametrize("format", ["fgb", "geojson", "gpkg"])
def test_filters_and_groups(reader: Reader, format: str, tmp_path: Path) -> None:
    assert len(read(content(reader, format, where=("open",)), format, tmp_path)) == 1
    grouped = content(reader, format, select="count(*) as n", group_by="code")
    assert orjson.loads(content(reader, "json", select="count(*) as n", group_by="code"))[0]["n"] == 1
    assert len(read(grouped, format, tmp_path)) == 3


def test_shapefiles_are_one_for_each_type(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "types.zip"
    path.write_bytes(content(reader, "shp"))
    archive = zipfile.ZipFile(path)
    names = archive.namelist()
    assert {n for n in names if n.endswith((".shp", "table.dbf"))} == {
        "types_line.shp",
        "types_polygon.shp",
        "types_table.dbf",
    }
    assert {"types_line.prj", "types_line.cpg", "fields.csv", "metadata.txt"} <= set(names)
    frame = pyogrio.read_dataframe(f"/vsizip/{path}/types_polygon.shp")
    assert (frame["code"][0], frame["big"][0], frame["name"][0]) == ("01004", BIG, FULL["name"])
    assert (str(frame["day"][0])[:10], frame["seen"][0]) == ("2026-03-15", "2026-03-15T08:30:15+00:00")
    assert "license: Licence Ouverte v2.0" in archive.read("metadata.txt").decode()
    assert ["code", "code", "Code INSEE", "text"] in list(csv.reader(io.StringIO(archive.read("fields.csv").decode())))


def test_short_names_are_distinct_and_plain() -> None:
    names = ["Numéro d’adresse", "numero_d_adresse", "NUMERO_D_AUTRE", "été", "///", "_"]
    assert short_names(names) == ["Numero_dad", "numero_d_a", "NUMERO_D_2", "ete", "field", "field_2"]


def test_collections_are_taken_apart(installation: Installation, tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [1.0, 2.0]}
    collection = {"type": "GeometryCollection", "geometries": [point, LINE]}
    schema = Schema.of([Field("t", FieldType.TEXT), Field("area", FieldType.GEO_SHAPE)])
    installation.dataset("mixed", schema=schema, rows=[{"t": "é" * 300, "area": collection}], description=DESCRIBED)
    reader = Reader.open(installation.home)
    path = tmp_path / "mixed.zip"
    path.write_bytes(content(reader, "shp", "mixed"))
    for kind in ("point", "line"):
        assert pyogrio.read_dataframe(f"/vsizip/{path}/mixed_{kind}.shp")["t"].to_list() == ["é" * 127]
    reader.stop()


def test_geojson_says_its_license_and_its_projection(reader: Reader) -> None:
    found = orjson.loads(content(reader, "geojson", options={"epsg": "2154"}))
    assert found["metadata"]["license"] == "Licence Ouverte v2.0"
    assert found["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::2154"
    assert "crs" not in orjson.loads(content(reader, "geojson"))


def test_geoparquet_describes_its_geometry(reader: Reader) -> None:
    file = pyarrow.parquet.ParquetFile(io.BytesIO(content(reader, "geoparquet", select="code, place")))
    geo = orjson.loads(file.schema_arrow.metadata[b"geo"])
    assert (geo["primary_column"], geo["columns"]["place"]["encoding"]) == ("place", "WKB")
    plain = pyarrow.parquet.ParquetFile(io.BytesIO(content(reader, "parquet")))
    assert orjson.loads(plain.schema_arrow.metadata[b"geo"])["primary_column"] == "area"


def test_geopackages_bear_the_date_of_the_version_and_the_license(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "types.gpkg"
    path.write_bytes(content(reader, "gpkg"))
    base = sqlite3.connect(path)
    assert base.execute("SELECT last_change FROM gpkg_contents").fetchall() == [("2026-03-15T10:00:00.000Z",)]
    assert "license: Licence Ouverte v2.0" in base.execute("SELECT metadata FROM gpkg_metadata").fetchone()[0]
    base.close()


def test_kml_is_read_by_gdal_and_keeps_texts(reader: Reader, tmp_path: Path) -> None:
    data = content(reader, "kml")
    assert read(data, "kml", tmp_path).geometry[0].equals_exact(shapely.geometry.shape(POLYGON), 1e-9)
    root = etree.fromstring(data)
    values = {e.get("name"): e.text for e in root.iterfind(".//{*}Placemark[1]//{*}SimpleData")}
    assert (values["name"], values["big"], values["open"]) == (FULL["name"], str(BIG), "true")
    assert len(root.findall(".//{*}Placemark")) == 3


def test_gpx_has_waypoints_before_tracks(reader: Reader, tmp_path: Path) -> None:
    points = etree.fromstring(content(reader, "gpx", select="name, place", options={"name_field": "name"}))
    assert [(p.get("lat"), p.findtext("{*}name")) for p in points.iterfind("{*}wpt")] == [("48.85", FULL["name"])]
    data = content(reader, "gpx", options={"use_extension": "false", "description_field_list": "code,big"})
    root = etree.fromstring(data)
    assert [e.tag.rpartition("}")[2] for e in root] == ["metadata", "trk", "trk"]
    assert root.findtext("{*}trk/{*}desc") == f"code: 01004\nbig: {BIG}"
    (tmp_path / "x.gpx").write_bytes(data)
    assert len(pyogrio.read_dataframe(tmp_path / "x.gpx", layer="tracks")) == 2


def test_ov2_holds_positions_and_names(reader: Reader) -> None:
    data = content(reader, "ov2", select="name, place")
    kind, length, x, y = struct.unpack_from("<BIii", data)
    assert (kind, length, x, y) == (2, len(data), 235000, 4885000)
    assert data[13:].rstrip(b"\0").decode("cp1252") == FULL["name"]


@pytest.mark.parametrize("format", ["gpx", "ov2", "ics"])
def test_a_query_without_what_the_format_needs_is_refused(reader: Reader, format: str) -> None:
    with pytest.raises(InvalidParameter, match="needs a"):
        content(reader, format, select="code")
