"""Schemas that are read, and those that are refused with the member that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from parvis.data.ingest.conformance import InvalidTableSchema, read_schema, read_schema_file

FIELD = {"name": "a"}


@pytest.mark.parametrize(
    ("descriptor", "message"),
    [
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "1 to 2,000 fields"),
        (b'{"fields": {}}', "fields is not a list"),
        ({"fields": [3]}, "field 1 is not a JSON object"),
        ({"fields": [{}]}, "field 1 has no name"),
        ({"fields": [{"name": "a", "type": "texte"}]}, "which no version"),
        ({"fields": [FIELD, FIELD]}, "stands twice"),
        ({"fields": [FIELD], "primaryKey": "b"}, "no field"),
        ({"fields": [FIELD], "fieldsMatch": "same"}, "fieldsMatch"),
        ({"fields": [{**FIELD, "constraints": []}], "x": 1}, None),
        ({"fields": [{**FIELD, "constraints": [1]}]}, "not a JSON object"),
        ({"fields": [{**FIELD, "constraints": {"required": "yes"}}]}, "required of the field"),
        ({"fields": [{**FIELD, "constraints": {"maxLength": "9"}}]}, "maxLength of the field"),
        ({"fields": [{**FIELD, "constraints": {"pattern": "a" * 20_000}}]}, "10,000 characters"),
        ({"fields": [{**FIELD, "constraints": {"pattern": "a\0"}}]}, "NUL"),
        ({"fields": [{**FIELD, "trueValues": ["a\0"]}]}, "NUL"),
        ({"fields": [FIELD], "custom_checks": [{}]}, "no name"),
        ({"resources": [{"schema": {"fields": [FIELD]}}, {"schema": {"fields": [FIELD]}}]}, "2 schemas"),
        (b"{" + b'"a":[' * 5_000, "not JSON"),
    ],
)
def test_wrong_schemas_are_refused(descriptor: Any, message: str | None) -> None:
    if message is None:
        assert read_schema(descriptor).fields
        return
    with pytest.raises(InvalidTableSchema, match=message):
        read_schema(descriptor)


def test_the_schema_of_a_data_package_is_found() -> None:
    package = {"name": "p", "resources": [{"path": "a.csv", "schema": {"fields": [FIELD]}}]}
    assert [field.name for field in read_schema(orjson.dumps(package)).fields] == ["a"]


def test_types_without_a_word_follow_the_version() -> None:
    assert read_schema({"fields": [FIELD]}).fields[0].type == "string"
    second = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": [FIELD]}
    assert read_schema(second).fields[0].type == "any"
    assert read_schema(second).match == "exact"


def test_missing_values_may_have_labels() -> None:
    found = read_schema({"fields": [FIELD], "missingValues": ["", {"value": "-99", "label": "NSP"}]})
    assert found.missing == ("", "-99")


def test_the_french_schema_is_read_whole(subventions: Path) -> None:
    found = read_schema_file(subventions / "schema.json")
    assert (found.name, found.version, len(found.fields), len(found.checks)) == ("subventions", "2.1.1", 40, 3)
    assert found.reference()["url"] == "https://github.com/OpenDataFrance/subventions/raw/v2.1.1/schema.json"


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    path.write_bytes(b" " * (5 << 20))
    with pytest.raises(InvalidTableSchema, match="larger"):
        read_schema_file(path)
