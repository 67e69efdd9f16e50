"""Documents judged by the validators of their standards."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import mlcroissant
import orjson
import pytest
from frictionless import Package
from tests.data.metadata.dialects.full import EMPTY, FILES, FULL
from tests.data.metadata.dialects.schemas import CKAN_PACKAGE, DATA_JSON, DATA_PACKAGE, UDATA_DATASET

from parvis.data.metadata.description import Description
from parvis.data.metadata.dialects import write

CHECKED = pytest.mark.parametrize(
    "description",
    [FULL, replace(FULL, extras={"ckan": {"package": {"odd": 1}}}), EMPTY],
    ids=["full", "extras", "empty"],
)


def document(dialect: str, description: Description) -> Any:
    return orjson.loads(write(dialect, description))


@pytest.mark.filterwarnings("ignore")
def test_croissant_has_neither_errors_nor_warnings(tmp_path: Path) -> None:
    path = tmp_path / "croissant.json"
    path.write_bytes(write("croissant", FULL))
    found = mlcroissant.Dataset(jsonld=path)
    issues = found.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    assert {field.name for record in found.metadata.record_sets for field in record.fields} >= {"code", "coord"}


@pytest.mark.filterwarnings("ignore")
def test_croissant_asks_for_checksums_unless_data_are_live() -> None:
    sure = replace(FULL, distributions=FILES[:1])
    assert document("croissant", sure)["distribution"][0]["sha256"] == FILES[0].checksum
    assert "isLiveDataset" not in document("croissant", replace(sure, update_frequency="annuelle"))
    assert document("croissant", FULL)["isLiveDataset"] is True


@CHECKED
def test_data_packages_are_valid(description: Description) -> None:
    found = document("datapackage", replace(description, distributions=description.distributions or FILES[:1]))
    assert list(Package.metadata_validate(found)) == []
    jsonschema.validate(found, DATA_PACKAGE)


@CHECKED
@pytest.mark.parametrize(
    ("dialect", "schema"), [("data-json", DATA_JSON), ("ckan", CKAN_PACKAGE), ("udata", UDATA_DATASET)]
)
def test_documents_have_the_members_that_clients_rely_on(dialect: str, schema: Any, description: Description) -> None:
    jsonschema.validate(document(dialect, description), schema, format_checker=jsonschema.FormatChecker())


def test_schema_org_has_what_search_engines_ask_for() -> None:
    found = document("schema-org", FULL)
    assert found["@context"] == "https://schema.org/"
    assert (found["@type"], found["name"]) == ("Dataset", FULL.title)
    assert found["spatialCoverage"][0]["geo"]["box"] == "45.7 4.7 45.8 4.9"
    assert found["distribution"][0]["encodingFormat"] == "text/csv"
    assert len(document("schema-org", replace(FULL, description="é" * 9_000))["description"]) == 5_000
