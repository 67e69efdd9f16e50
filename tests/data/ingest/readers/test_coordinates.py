"""Coordinates in other systems than WGS 84, by the code that the curator gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tests.data.ingest.conftest import Ingest

from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.staging import spatial_path

PARIS_93 = "652469.02;6862035.26"


@pytest.mark.parametrize("header", ["x;y", "X_L93;Y_L93", "coord_x;coord_y", "xcoord;ycoord"])
def test_two_columns_make_a_point(read: Ingest, header: str) -> None:
    found = read(f"{header};nom\n{PARIS_93};a\n;;b\n", epsg=2154)
    assert found.types["geo_point_2d"] == "geo_point_2d"
    lon, lat = found.rows('"geo_point_2d.lon", "geo_point_2d.lat"')[0]
    assert (lon, lat) == pytest.approx((2.3522, 48.8566), abs=1e-4)
    assert found.rows('"geo_point_2d.lon"')[1] == (None,)


def test_point_stays_when_a_broken_quote_is_mended(read: Ingest) -> None:
    found = read(f'x;y;nom\n{PARIS_93};a\n{PARIS_93};"b\n{PARIS_93};c\n', epsg=2154)
    assert (found.column("nom"), found.ingested.report.rejected) == (["a", "c"], 1)
    assert found.ingested.bbox is not None


def test_wkt_is_moved(read: Ingest) -> None:
    found = read("nom;forme\na;POINT (652469.02 6862035.26)\n", epsg=2154)
    assert found.types["forme"] == "geo_shape"
    assert found.ingested.bbox is not None
    assert found.ingested.bbox[:2] == pytest.approx((2.3522, 48.8566), abs=1e-4)


@pytest.mark.parametrize("code", [4326, 4171])
def test_degrees_stay_as_they_are(read: Ingest, code: int) -> None:
    assert read("lat;lon\n48.5;2.5\n", epsg=code).ingested.bbox == (2.5, 48.5, 2.5, 48.5)


@pytest.mark.parametrize(("content", "code"), [("x;y\n1;2\n", 999_999), ("nom;n\na;1\n", 2154)])
def test_unknown_system_or_no_coordinates_is_told(read: Ingest, content: str, code: int) -> None:
    with pytest.raises(IngestError, match=r"not a system|no column holds"):
        read(content, epsg=code)


def test_geoparquet_in_a_projection(read: Ingest, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame({"n": [1]}, geometry=geopandas.points_from_xy([652469.02], [6862035.26]), crs=2154)
    frame.to_parquet(tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert found.ingested.report.options["coordinates"] == "EPSG:2154"
    assert found.ingested.bbox is not None
    assert found.ingested.bbox[:2] == pytest.approx((2.3522, 48.8566), abs=1e-4)


def test_systems_are_known_offline() -> None:
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{spatial_path()}'")
        moved = "ST_Transform(ST_Point(0, 0), 'EPSG:3857', 'EPSG:4326', always_xy := true)"
        assert connection.execute(f"SELECT ST_X({moved})").fetchone() == (0.0,)
