"""The table of a version: points that are read from the columns that make them."""

from pathlib import Path

import duckdb
import pytest

from parvis.data.ingest import ingest


def rows(tmp_path: Path, text: str) -> tuple[list[tuple[object, ...]], bool]:
    """Latitude, longitude and point of each row, and whether the point is stored."""
    source, target = tmp_path / "places.csv", tmp_path / "version.duckdb"
    source.write_text(text)
    ingest(source, target)
    with duckdb.connect(str(target), read_only=True) as connection:
        found = connection.execute('SELECT lat, lon, "geo_point_2d.lat", "geo_point_2d.lon" FROM rows').fetchall()
        (table,) = connection.execute("SELECT sql FROM duckdb_tables()").fetchone() or ("",)
    return found, "GENERATED" not in table


def test_a_point_is_not_stored_beside_its_coordinates(tmp_path: Path) -> None:
    found, stored = rows(tmp_path, "name,lat,lon\na,48.1,-1.6\nb,,\nc,45.75,4.85\n")
    assert found == [(48.1, -1.6, 48.1, -1.6), (None, None, None, None), (45.75, 4.85, 45.75, 4.85)]
    assert not stored


@pytest.mark.parametrize("broken", ["48.1,", ",4.8", "48.1,1200.5", "-95.5,4.8"])
def test_half_a_point_is_none_and_its_coordinates_are_kept(tmp_path: Path, broken: str) -> None:
    found, stored = rows(tmp_path, f"name,lat,lon\na,{broken}\nb,45.75,4.85\n")
    values = tuple(float(value) if value else None for value in broken.split(","))
    assert found == [(*values, None, None), (45.75, 4.85, 45.75, 4.85)]
    assert stored


def test_whole_degrees_make_points_of_real_numbers(tmp_path: Path) -> None:
    found, _ = rows(tmp_path, "name,lat,lon\na,48,-1\nb,45,4\n")
    assert found == [(48, -1, 48.0, -1.0), (45, 4, 45.0, 4.0)]
