"""Types, decided on every row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from tests.data.ingest.conftest import Ingest

from parvis.data.ingest.errors import IngestError


@pytest.mark.parametrize(
    ("values", "type_", "first"),
    [
        (["1", "-20", "0"], "int", 1),
        (["9007199254740993", "1"], "int", 9007199254740993),
        (["01", "20"], "text", "01"),
        (["1.5", "2", "-.25"], "double", 1.5),
        (["1e3", "2"], "double", 1000.0),
        (["1.5", "nan"], "double", 1.5),
        (["1.5", "007"], "text", "1.5"),
        (["1,5", "12,25"], "double", 1.5),
        (["1 234", "12"], "int", 1234),
        (["1\u202f234,5", "12"], "double", 1234.5),
        (["true", "FALSE"], "boolean", True),
        (["oui", "Non"], "boolean", True),
        (["O", "N"], "boolean", True),
        (["vrai", "faux"], "boolean", True),
        (["1", "0"], "int", 1),
        (["oui", "peut-être"], "text", "oui"),
        (["2024-02-29", "2025-01-01"], "date", date(2024, 2, 29)),
        (["2023-02-29", "2025-01-01"], "text", "2023-02-29"),
        (["31/12/2024", "1/2/2025"], "date", date(2024, 12, 31)),
        (["2024/12/31"], "date", date(2024, 12, 31)),
        (["2024-01-01T10:00:00+02:00"], "datetime", "2024-01-01T08:00:00"),
        (["2024-01-01 10:00"], "datetime", "2024-01-01T10:00:00"),
        (["31/12/2024 08:05"], "datetime", "2024-12-31T08:05:00"),
        (["99999999999999999999", "1"], "text", "99999999999999999999"),
        (["213500010", "384452611"], "text", "213500010"),
    ],
)
def test_type_of_a_column(read: Ingest, values: list[str], type_: str, first: Any) -> None:
    found = read("v;other\n" + "".join(f"{value};x\n" for value in values))
    assert found.types["v"] == type_
    value = found.column("v")[0]
    assert (value.isoformat() if isinstance(value, datetime) else value) == first


def test_one_row_in_a_hundred_thousand_decides(read: Ingest) -> None:
    found = read("n,m\n" + "".join(f"{n},{n}\n" for n in range(99_999)) + "7,007\n")
    assert found.types == {"n": "int", "m": "text"}
    assert found.column("m")[-1] == "007"


def test_late_decimals_make_a_double(read: Ingest) -> None:
    found = read("n\n" + "1\n" * 5_000 + "1.5\n", header_row=1, delimiter=",")
    assert found.types == {"n": "double"}


@pytest.mark.parametrize(
    ("label", "type_"),
    [
        ("SIREN", "text"),
        ("code_postal", "text"),
        ("Téléphone", "text"),
        ("code insee", "text"),
        ("pop-insee", "int"),
        ("prix", "int"),
    ],
)
def test_codes_stay_text_by_their_name(read: Ingest, label: str, type_: str) -> None:
    found = read(f"{label},x\n12345,a\n67890,b\n")
    assert next(iter(found.types.values())) == type_


def test_eight_digits_are_a_date_only_when_the_name_says_so(read: Ingest) -> None:
    found = read("date_avis,reference\n20170208,20170208\n")
    assert found.types == {"date_avis": "date", "reference": "int"}


def test_point_from_a_pair_of_columns(read: Ingest) -> None:
    found = read("nom;Latitude;Longitude\na;48.5;2.25\nb;;\nc;200;3\n")
    assert found.types["geo_point_2d"] == "geo_point_2d"
    assert found.rows('"geo_point_2d.lon", "geo_point_2d.lat"') == [(2.25, 48.5), (None, None), (None, None)]
    assert found.ingested.bbox == (2.25, 48.5, 2.25, 48.5)


def test_point_from_one_text(read: Ingest) -> None:
    found = read('nom,geo_point_2d\na,"48.5, 2.25"\nb,\n')
    assert found.rows('"geo_point_2d.lon", "geo_point_2d.lat"') == [(2.25, 48.5), (None, None)]


def test_shapes_from_text(read: Ingest) -> None:
    found = read("a;b\n" + '"{""type"":""Point"",""coordinates"":[2,48]}";POINT(3 49)\n')
    assert found.types == {"a": "geo_shape", "b": "geo_shape"}
    assert found.rows('"a.west", "a.north", "b.west", "b.north"') == [(2.0, 48.0, 3.0, 49.0)]


def test_empty_cells_are_null_whatever_the_type(read: Ingest) -> None:
    found = read("a,b,c\n1,x,\n,,\n")
    assert found.rows() == [(1, "x", None), (None, None, None)]
    assert found.types["c"] == "text"


def test_text_with_few_values_is_proposed_as_a_facet(read: Ingest) -> None:
    found = read("kind,name\n" + "".join(f"{'ab'[n % 2]},name {n}\n" for n in range(100)))
    assert [f.name for f in found.ingested.schema if f.facet] == ["kind"]


@pytest.mark.parametrize(
    ("values", "type_", "first"),
    [
        (["001", "075"], "text", "001"),
        (["1,234,567", "12"], "int", 1234567),
        (["1,234.5", "1,000"], "double", 1234.5),
        (["1.234,5", "12"], "double", 1234.5),
        (["1.5e-05", "2"], "double", 1.5e-05),
        (["1,5E+05", "2"], "double", 150000.0),
        (["1E5", "2E6"], "text", "1E5"),
        (["1E999", "1.5"], "text", "1E999"),
        (["+33612345678", "+33612345679"], "text", "+33612345678"),
        (["12345678901234567.5", "1"], "double", 12345678901234567.5),
        (["1234567890123456789012", "1.5"], "text", "1234567890123456789012"),
        ([" 12", "  7"], "int", 12),
        ([" a", "b "], "text", " a"),
        (["31-12-2024", "01-02-2025"], "date", date(2024, 12, 31)),
        (["31.12.2024", "1.2.2025"], "date", date(2024, 12, 31)),
        (["12/31/2024", "01/02/2025"], "date", date(2024, 12, 31)),
        (["31/12/2024", "31/12/24"], "text", "31/12/2024"),
        (["0000-01-01", "2024-01-01"], "text", "0000-01-01"),
        (["2024-01-01", "2024-01-02T10:00"], "datetime", "2024-01-01T00:00:00"),
        (["9999-12-31T23:59:59-12:00", "2024-01-01T00:00:00Z"], "text", "9999-12-31T23:59:59-12:00"),
        (["2024-01-01 10:00 Europe/Paris", "2024-01-01 10:00"], "text", "2024-01-01 10:00 Europe/Paris"),
    ],
)
def test_what_looks_like_a_value_and_what_is_one(read: Ingest, values: list[str], type_: str, first: Any) -> None:
    found = read("v;other\n" + "".join(f"{value};x\n" for value in values), delimiter=";")
    assert found.types["v"] == type_
    value = found.column("v")[0]
    assert (value.isoformat() if isinstance(value, datetime) else value) == first


def test_instants_without_zone_are_in_the_zone_of_the_ingest(read: Ingest) -> None:
    found = read("a;b;c\n2024-07-01T10:00;01/07/2024 10:00;2024-07-01T10:00Z\n", timezone="Europe/Paris")
    assert [moment.hour for moment in found.rows()[0]] == [8, 8, 10]
    with pytest.raises(IngestError, match="not a time zone"):
        read("a\n1\n", timezone="Mars/Olympus")


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("lat", "lng"), ("stop_lat", "stop_lon"), ("Ylat", "Xlong"), ("y_wgs84", "x_wgs84"), ("LATITUDE", "LONGITUDE")],
)
def test_pairs_of_columns_by_their_names(read: Ingest, latitude: str, longitude: str) -> None:
    found = read(f"{longitude};{latitude}\n2,25;48,5\n")
    assert found.rows('"geo_point_2d.lon", "geo_point_2d.lat"') == [(2.25, 48.5)]


def test_pair_that_is_not_in_degrees_is_told(read: Ingest) -> None:
    found = read("lat;lon\n48.5;2.25\n6800000.5;650000.5\n")
    assert "1 pairs of coordinates are not in degrees" in found.ingested.report.warnings[0]
    assert found.ingested.bbox == (2.25, 48.5, 2.25, 48.5)


def test_a_broken_geometry_among_many_is_told(read: Ingest) -> None:
    found = read("s;n\n" + "POINT(3 49);1\n" * 150 + "POINT(3;2\n")
    assert found.types["s"] == "geo_shape"
    assert found.column("s")[-1] is None
    assert "row 151 'POINT(3'" in found.ingested.report.warnings[0]
