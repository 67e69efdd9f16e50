"""Geographic files, written with GDAL as others write them."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
from tests.data.ingest.conftest import Ingest
from tests.factories.shared import SHARED, needs_shared

from parvis.data.ingest.errors import DamagedFile, IngestError, UnknownFormat

PARIS = (2.3522, 48.8566)
# The same place in Lambert-93.
PARIS_93 = (652469.02, 6862035.26)
DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "fgb": "FlatGeobuf", "kml": "LIBKML", "gml": "GML"}


def layer(path: Path, crs: str | None = "EPSG:4326", place: tuple[float, float] = PARIS, **options: Any) -> Path:
    """Two points, the second without name."""
    points = shapely.to_wkb([shapely.Point(place), shapely.Point(place[0] + 1, place[1])])
    pyogrio.raw.write(
        path,
        points,
        [np.array(["Hôtel de ville", None], dtype=object), np.array([1, 2])],
        ["nom", "rang"],
        geometry_type="Point",
        crs=crs,
        driver=DRIVERS[path.suffix[1:]],
        **options,
    )
    return path


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("extension", DRIVERS)
def test_layer_is_read_with_its_geometry(read: Ingest, tmp_path: Path, extension: str) -> None:
    found = read(layer(tmp_path / f"a.{extension}"))
    assert found.ingested.report.format == extension
    # FlatGeobuf keeps an order of its own.
    assert sorted(found.rows("rang, nom")) == [(1, "Hôtel de ville"), (2, None)]
    assert found.ingested.bbox == pytest.approx((2.3522, 48.8566, 3.3522, 48.8566))


@pytest.mark.parametrize("extension", ["gpkg", "shp", "fgb"])
def test_projection_is_brought_to_degrees(read: Ingest, tmp_path: Path, extension: str) -> None:
    found = read(layer(tmp_path / f"a.{extension}", "EPSG:2154", PARIS_93))
    assert found.ingested.bbox is not None
    assert found.ingested.bbox[:2] == pytest.approx(PARIS, abs=1e-4)
    assert found.ingested.report.options["coordinates"] == "EPSG:2154"


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_lambert_is_guessed_without_projection_and_told(read: Ingest, tmp_path: Path) -> None:
    found = read(layer(tmp_path / "a.shp", None, PARIS_93))
    assert found.ingested.bbox is not None
    assert found.ingested.bbox[:2] == pytest.approx(PARIS, abs=1e-4)
    assert "Lambert-93 (EPSG:2154) was taken" in found.ingested.report.warnings[0]


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_unknown_projection_is_asked_for_and_may_be_said(read: Ingest, tmp_path: Path) -> None:
    # Web Mercator.
    path = layer(tmp_path / "a.shp", None, (261845.7, 62509.4e2))
    (tmp_path / "a.prj").unlink(missing_ok=True)
    path = layer(tmp_path / "b.shp", None, (-5_000_000.0, 6_250_944.0))
    with pytest.raises(IngestError, match="not in degrees"):
        read(path)
    assert read(path, epsg=3857).ingested.bbox is not None


def test_zipped_shapefile_without_its_small_parts(read: Ingest, tmp_path: Path) -> None:
    layer(tmp_path / "a.shp", encoding="CP1252")
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for extension in ("shp", "dbf"):
            archive.write(tmp_path / f"a.{extension}", f"sub/A.{extension.upper()}")
    found = read(path)
    assert found.column("nom") == ["Hôtel de ville", None]
    assert found.ingested.report.format == "shp"


def test_a_layer_is_chosen_by_its_name(read: Ingest, tmp_path: Path) -> None:
    path = layer(tmp_path / "a.gpkg", layer="one")
    layer(path, layer="two", append=True)
    assert "other layers: two" in read(path).ingested.report.warnings[-1]
    assert read(path, sheet="two").ingested.report.options["layer"] == "two"
    with pytest.raises(IngestError, match="no layer 'three'"):
        read(path, sheet="three")


def test_kmz_and_gpx(read: Ingest, tmp_path: Path) -> None:
    layer(tmp_path / "doc.kml")
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.write(tmp_path / "doc.kml", "doc.kml")
    assert read(tmp_path / "a.kmz").ingested.rows == 2
    point = '<wpt lat="48.8" lon="2.3"><name>é</name></wpt>'
    gpx = f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{point}</gpx>'
    found = read(gpx, name="a.gpx")
    assert (found.column("name"), found.ingested.bbox) == (["é"], (2.3, 48.8, 2.3, 48.8))


def test_crossed_shape_is_repaired_and_told(read: Ingest, tmp_path: Path) -> None:
    crossed = shapely.to_wkb([shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])])
    path = tmp_path / "a.gpkg"
    pyogrio.raw.write(path, crossed, [np.array([1])], ["n"], geometry_type="Polygon", crs="EPSG:4326", driver="GPKG")
    found = read(path)
    assert "1 shapes were not valid" in found.ingested.report.warnings[0]
    assert shapely.from_wkb(bytes(found.column("geo_shape")[0])).is_valid


@pytest.mark.parametrize("name", ["a.shp", "a.gpkg", "a.fgb"])
def test_cut_layer_is_told(read: Ingest, tmp_path: Path, name: str) -> None:
    path = layer(tmp_path / name)
    path.write_bytes(path.read_bytes()[:90])
    with pytest.raises((DamagedFile, IngestError)):
        read(path)


def test_document_that_points_elsewhere_is_refused(read: Ingest) -> None:
    layer = "<OGRVRTLayer name='x'><SrcDataSource>/etc/hosts</SrcDataSource></OGRVRTLayer>"
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    with pytest.raises(UnknownFormat, match="pointer"):
        read(vrt, name="a.kml")
    with pytest.raises(DamagedFile):
        read(f"<kml><!-- x --></kml>{vrt}", name="a.kml")


def test_entities_are_refused(read: Ingest) -> None:
    kml = '<!DOCTYPE kml [<!ENTITY a "b">]><kml><Document><name>&a;</name></Document></kml>'
    with pytest.raises(DamagedFile, match="entities"):
        read(kml, name="a.kml")


def test_arrow_file(read: Ingest, tmp_path: Path) -> None:
    table = pa.table({"n": [1, 2], "nom": pa.array(["a", "b"]).dictionary_encode(), "l": [["x"], []]})
    with pa.ipc.new_file(tmp_path / "a.arrow", table.schema) as file:
        file.write_table(table)
    found = read(tmp_path / "a.arrow")
    assert found.types == {"n": "int", "nom": "text", "l": "text[]"}


def test_arrow_cut(read: Ingest) -> None:
    with pytest.raises(DamagedFile):
        read(b"ARROW1\x00\x00" + bytes(200), name="a.arrow")


@needs_shared
def test_loose_shapefile_of_the_world(read: Ingest, tmp_path: Path) -> None:
    found = read(SHARED / "geo/naturalearth_lowres/naturalearth_lowres.shp")
    assert (found.ingested.rows, found.ingested.report.warnings) == (177, ())
    assert found.types == {
        "pop_est": "double",
        "continent": "text",
        "name": "text",
        "iso_a3": "text",
        "gdp_md_est": "int",
        "geo_shape": "geo_shape",
    }
    shutil.make_archive(str(tmp_path / "world"), "zip", SHARED / "geo/naturalearth_lowres")
    assert read(tmp_path / "world.zip").ingested.rows == 177
