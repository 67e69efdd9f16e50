"""What the OGC APIs say of themselves."""

from __future__ import annotations

import re

import jsonschema
import schemathesis
from tests.web.api.ogc.conftest import BASE, Ogc

from parvis.web.api.ogc.features.selection import KNOWN
from parvis.web.api.ogc.routing import HANDLERS


def test_every_link_of_the_landing_page_answers(ogc: Ogc) -> None:
    for link in ogc.json("")["links"]:
        if link["href"].startswith("http://lyon.test" + BASE):
            answer = ogc.get(link["href"].removeprefix("http://lyon.test" + BASE))
            assert answer.status_code == 200
            assert answer.headers["content-type"].split(";")[0] == link["type"].split(";")[0]


def test_the_api_document_is_openapi_and_names_every_route_and_parameter(ogc: Ogc) -> None:
    document = ogc.json("/api")
    schemathesis.openapi.from_dict(document).validate()
    pieces = {"collectionId": "dataset_id", "featureId": "feature_id", "recordId": "dataset_id"}
    named = {re.sub(r"\w+(?=})", lambda m: pieces[m[0]], path) for path in document["paths"]}
    assert {path or "/" for path in HANDLERS} - {"/api", "/collections/catalog"} <= named
    assert set(document["components"]["parameters"]) >= KNOWN


def test_a_feature_is_valid_under_the_schema_of_its_collection(ogc: Ogc) -> None:
    schema = ogc.json("/collections/stations/schema")
    jsonschema.Draft202012Validator.check_schema(schema)
    roles = {name: p["x-ogc-role"] for name, p in schema["properties"].items() if "x-ogc-role" in p}
    assert roles == {"_id": "id", "built": "primary-instant", "coord": "primary-geometry"}
    nullable = {**schema, "properties": {n: {"anyOf": [p, {"type": "null"}]} for n, p in schema["properties"].items()}}
    for feature in ogc.items(limit=20)["features"]:
        jsonschema.validate(feature["properties"], nullable)


def test_queryables_are_what_a_filter_may_name(ogc: Ogc) -> None:
    for name in ogc.json("/collections/stations/queryables")["properties"]:
        assert ogc.items(filter=f'"{name}" IS NOT NULL')["numberMatched"] > 0
