"""The description of a dataset in each dialect, as a client gets it."""

import io
from pathlib import Path
from typing import Any

import mlcroissant
import orjson
import pandas
import pytest
from frictionless import Package, system
from tests.factories.published import STAFF_SECRET
from tests.web.api.conftest import ROOT, Api

from parvis.data.metadata.dialects import DIALECTS, read, recognise

PORTAL = "https://lyon.test"
STATIONS = "/catalog/datasets/stations/metadata"
ALL = pytest.mark.parametrize("name", DIALECTS)
STAFF = {"Authorization": f"Apikey {STAFF_SECRET}"}


@ALL
def test_a_dataset_is_described_in_every_dialect(api: Api, name: str) -> None:
    answer = api.get(f"{STATIONS}/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == DIALECTS[name].media_type
    assert recognise(answer.content) == name
    found = read(name, answer.content)
    assert found.title == "Stations de vélos"
    urls = {file.url for file in found.distributions}
    assert f"{PORTAL}{ROOT}/catalog/datasets/stations/exports/csv" in urls


@ALL
def test_an_unchanged_description_is_not_sent_again(api: Api, name: str) -> None:
    first = api.get(f"{STATIONS}/{name}")
    again = api.get(f"{STATIONS}/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = api.request("HEAD", f"{ROOT}{STATIONS}/{name}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]
    assert api.get(f"{STATIONS}/{name}", host="mirror.example").content == first.content


@ALL
def test_what_a_caller_may_not_see_is_not_described(api: Api, name: str) -> None:
    assert api.get(f"/catalog/datasets/secret/metadata/{name}").status_code == 404
    assert api.get(f"/catalog/datasets/secret/metadata/{name}", headers=STAFF).status_code == 200
    assert api.get(f"/catalog/datasets/vault/metadata/{name}", host="closed.test").status_code == 401
    public = api.get(f"/catalog/datasets/limited/metadata/{name}").text
    assert "capacity" not in public
    assert "/exports/" not in api.get(f"/catalog/datasets/described/metadata/{name}").text


def test_hidden_columns_are_shown_to_who_may_see_them(api: Api) -> None:
    assert "capacity" in api.get("/catalog/datasets/limited/metadata/croissant", headers=STAFF).text


def test_dialects_are_listed_and_linked(api: Api) -> None:
    listed = {link["rel"] for link in api.json(STATIONS)["links"]}
    assert listed == {"self", *DIALECTS}
    header = api.get("/catalog/datasets/stations").headers["link"]
    assert header.count('rel="describedby"') == len(DIALECTS)
    assert f"<http://lyon.test{ROOT}{STATIONS}/croissant>" in header


def test_a_dialect_that_does_not_exist_is_named(api: Api) -> None:
    status, code, message = api.error(f"{STATIONS}/nope")
    assert (status, code) == (404, "NotFoundResource")
    assert "nope" in message


@pytest.mark.filterwarnings("ignore")
def test_croissant_reads_the_rows_of_the_parquet_file(api: Api, tmp_path: Path) -> None:
    described = orjson.loads(api.get(f"{STATIONS}/croissant").content)
    parquet = next(f for f in described["distribution"] if f["@id"] == "parquet")
    (tmp_path / "stations.parquet").write_bytes(api.get("/catalog/datasets/stations/exports/parquet").content)
    parquet["contentUrl"] = "stations.parquet"
    (tmp_path / "croissant.json").write_bytes(orjson.dumps(described))
    found = mlcroissant.Dataset(jsonld=tmp_path / "croissant.json")
    assert found.metadata.ctx.issues.errors == set()
    rows = list(found.records("records"))
    assert len(rows) == 120
    assert rows[3]["records/code"] == b"s003"
    assert rows[3]["records/capacity"] == 3
    assert rows[3]["records/coord"] == {"records/coord/lat": 48.5, "records/coord/lon": 2.03}
    assert rows[3]["records/tags"] == [b"covered", b"night"]
    assert rows[7]["records/coord"] == {"records/coord/lat": None, "records/coord/lon": None}


def test_the_csv_file_is_valid_under_its_schema(api: Api, tmp_path: Path) -> None:
    described: dict[str, Any] = orjson.loads(api.get(f"{STATIONS}/datapackage").content)
    table = next(resource for resource in described["resources"] if resource.get("type") == "table")
    file = tmp_path / "stations.csv"
    file.write_bytes(api.get("/catalog/datasets/stations/exports/csv").content)
    described["resources"] = [table | {"path": "stations.csv"}]
    (tmp_path / "datapackage.json").write_bytes(orjson.dumps(described))
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])[:5]
    assert len(pandas.read_csv(io.BytesIO(file.read_bytes()), sep=table["dialect"]["delimiter"])) == 120
