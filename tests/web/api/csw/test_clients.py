"""OWSLib's client of CSW against a running portal."""

from __future__ import annotations

import pytest
from owslib.csw import CatalogueServiceWeb
from owslib.fes import And, BBox, Not, PropertyIsEqualTo, PropertyIsLike, SortBy, SortProperty
from tests.factories.gdal import gdal

ISO = "http://www.isotc211.org/2005/gmd"


@pytest.fixture(scope="module")
def client(csw_address: str) -> CatalogueServiceWeb:
    return CatalogueServiceWeb(csw_address, version="2.0.2")


def titles(client: CatalogueServiceWeb) -> list[str]:
    return [record.title for record in client.records.values()]


def test_the_capabilities_name_the_operations(client: CatalogueServiceWeb) -> None:
    assert client.identification.type == "CSW"
    assert {o.name for o in client.operations} == {"GetCapabilities", "DescribeRecord", "GetRecords", "GetRecordById"}
    assert client.get_operation_by_name("GetRecords").methods


def test_records_are_found_by_filter(client: CatalogueServiceWeb) -> None:
    stations = PropertyIsLike("dc:title", "Stations%")
    client.getrecords2(constraints=[And([stations, Not([PropertyIsLike("csw:AnyText", "%limit%")])])], esn="full")
    assert titles(client) == ["Stations de vélos"]
    (record,) = client.records.values()
    assert record.subjects == ["vélo", "station", "Transport", "Ville"]
    assert record.publisher == "Ville de Lyon"
    assert any(uri["url"].endswith("/exports/csv") for uri in record.references)


def test_records_are_found_by_cql_and_sorted(client: CatalogueServiceWeb) -> None:
    sort = SortBy([SortProperty("dc:title", "DESC")])
    client.getrecords2(cql="dc:title LIKE 'Stations%'", sortby=sort)
    assert titles(client) == ["Stations limitées", "Stations de vélos"]


def test_types_of_harvesters_are_the_one_of_datasets(client: CatalogueServiceWeb) -> None:
    for value, expected in (("dataset", 4), ("Dataset", 4), ("service", 0)):
        client.getrecords2(constraints=[PropertyIsEqualTo("apiso:type", value)])
        assert client.results["matches"] == expected


def test_a_box_finds_no_dataset_without_place(client: CatalogueServiceWeb) -> None:
    client.getrecords2(constraints=[BBox([-180, -90, 180, 90])])
    assert client.results["matches"] == 0


def test_pages_lead_through_the_catalog(client: CatalogueServiceWeb) -> None:
    seen, start = [], 1
    while start:
        client.getrecords2(maxrecords=3, startposition=start, esn="brief")
        seen += list(client.records)
        start = client.results["nextrecord"]
    assert len(seen) == len(set(seen)) == client.results["matches"] == 4


def test_records_come_as_iso_19139(client: CatalogueServiceWeb) -> None:
    client.getrecords2(outputschema=ISO, esn="full", constraints=[PropertyIsEqualTo("dc:identifier", "stations")])
    (record,) = client.records.values()
    assert record.identification[0].title == "Stations de vélos"
    client.getrecordbyid([record.identifier], outputschema=ISO)
    assert list(client.records) == [record.identifier]


def test_gdal_reads_the_catalog(csw_address: str) -> None:
    found = gdal(f"CSW:{csw_address}", "records")
    assert (found["layers"], found["rows"]) == (["records"], 4)
    assert {"title", "subject", "references"} <= set(found["columns"])
