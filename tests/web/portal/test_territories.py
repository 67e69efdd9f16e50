"""Values by territory and places by name: what one dataset of the portal lends to another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.factories.published import Installation

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata.description import Description
from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader
from parvis.data.store.basemaps import Basemap, announced
from parvis.data.store.manifest import Grant
from parvis.web.portal.pages.maps.territories import level

CODE, TEXT = FieldType.TEXT, FieldType.TEXT
SHAPES = Schema.of([Field("code", CODE), Field("nom", TEXT, "Nom"), Field("geo_shape", FieldType.GEO_SHAPE)])
FIGURES = Schema.of(
    [Field("code_departement", CODE, "Département"), Field("population", FieldType.INT, "Population", unit="hab.")]
)


def square(code: str, name: str, west: float) -> dict[str, Any]:
    ring = [[west, 45], [west + 1, 45], [west + 1, 46], [west, 46], [west, 45]]
    return {"code": code, "nom": name, "geo_shape": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture(scope="module")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    home: Path = tmp_path_factory.mktemp("territories")
    made = Installation(home)
    made.domain("lyon", "testserver", is_default=True)
    shapes = [square("01", "Ain", 5), square("69", "Rhône", 4), square("42", "Loire", 3)]
    made.dataset("departements", schema=SHAPES, rows=shapes, description=Description(title="Contours"))
    hidden = [Grant("staff")]
    made.dataset("departements-2", schema=SHAPES, rows=shapes, description=Description(title="Cachés"), grants=hidden)
    figures = [{"code_departement": code, "population": n} for code, n in (("1", 10), ("69", 30), ("69", 50))]
    made.dataset("habitants", schema=FIGURES, rows=figures, description=Description(title="Habitants"))
    reader = Reader.open(home)
    yield reader
    reader.stop()


@pytest.fixture
def client(shaped: Reader) -> Client:
    use(shaped)
    return Client(headers={"accept-language": "en"})


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def settings(page: str) -> Any:
    return json.loads(re.findall(r"data-settings>(.*?)</script>", page, re.DOTALL)[0])


def test_figures_without_a_place_are_drawn_on_the_shapes_of_another_dataset(client: Client) -> None:
    page = text(client, "/explore/dataset/habitants/map/?measure=population")
    found = settings(page)["territories"]
    assert (found["key"], found["code"], found["name"]) == ("code", "code_departement", "nom")
    assert (found["measure"], found["title"]) == ("population", "Average of Population")
    assert found["document"] == "/api/tiles/v1/datasets/departements?geometry=geo_shape&fields=code&fields=nom"
    assert "Cachés" not in page


def test_the_shapes_themselves_have_no_other_shapes(client: Client) -> None:
    page = text(client, "/explore/dataset/departements/map/")
    assert settings(page)["territories"] is None
    assert "map-territories" not in page


def test_a_place_is_found_whatever_its_case_and_shown(client: Client) -> None:
    page = text(client, "/explore/dataset/departements/map/?place=rhône")
    assert settings(page)["fit"] == [4, 45, 5, 46]
    assert "bbox.geo_shape=45.00000%2C4.00000%2C46.00000%2C5.00000" in page
    kept = text(client, "/explore/dataset/departements/map/?bbox.geo_shape=45.1,4.1,45.9,4.9")
    assert "1 record" in kept


@pytest.mark.parametrize("name", ["zzzz", '"; drop', "%00", "%", "\\", " "])
def test_an_odd_name_finds_nothing_and_breaks_nothing(client: Client, name: str) -> None:
    response = client.get("/explore/dataset/departements/map/", {"place": name})
    assert response.status_code == 200
    assert settings(response.content.decode())["fit"] is None


@pytest.mark.parametrize(
    ("field", "dataset", "expected"),
    [
        ("code_insee", "x", "commune"),
        ("codgeo", "x", "commune"),
        ("code_departement", "x", "departement"),
        ("dep", "x", "departement"),
        ("code_region", "x", "region"),
        ("siren_epci", "x", "epci"),
        ("iso_a3", "x", "country"),
        ("code", "contours-departements", "departement"),
        ("code", "arbres", None),
        ("nom_commune", "x", None),
        ("depot", "x", None),
        ("population", "communes", None),
    ],
)
def test_which_fields_hold_codes_of_territories(field: str, dataset: str, expected: str | None) -> None:
    assert level(Field(field, FieldType.TEXT), dataset) == expected


# ------------------------------------------------------------------ backgrounds of other hosts


@pytest.fixture
def offering(tmp_path: Path) -> Iterator[Client]:
    made = Installation(tmp_path)
    plan = Basemap("Plan", "https://tiles.example.org/{z}/{x}/{y}.png", "© <b>Example</b>")
    photos = Basemap("Photos", "https://wms.example.org/ows", "© Photos", kind="wms", layers="a", first=True)
    made.domain("lyon", "testserver", is_default=True, basemaps=announced([plan, photos]))
    made.dataset("departements", schema=SHAPES, rows=[square("01", "Ain", 5)])
    reader = Reader.open(tmp_path)
    use(reader)
    yield Client()
    reader.stop()


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", "Photos"), ("?basemap=Plan", "Plan"), ("?basemap=natural-earth", None), ("?basemap=x", "Photos")],
)
def test_a_domain_offers_backgrounds(offering: Client, query: str, shown: str | None) -> None:
    found = settings(text(offering, "/explore/dataset/departements/map/" + query))["basemap"]
    assert (found and found["name"]) == shown


@pytest.mark.parametrize("address", ["/explore/dataset/departements/map/", "/embed/v1/map/departements"])
def test_their_hosts_enter_the_policy_of_maps_alone(offering: Client, address: str) -> None:
    policy = offering.get(address)["Content-Security-Policy"]
    hosts = "https://tiles.example.org https://wms.example.org"
    assert f"img-src 'self' data: {hosts};" in policy
    assert ("frame-ancestors *" in policy) == address.startswith("/embed")
    assert "script-src 'self';" in policy
    assert "example.org" not in offering.get("/explore/dataset/departements/table/")["Content-Security-Policy"]
