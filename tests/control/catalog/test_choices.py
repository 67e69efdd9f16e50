"""A curator's choices about fields are checked, kept, and put over what the ingest found."""

from typing import Any

import pytest

from parvis.control.catalog.facts import InvalidMetadata
from parvis.control.catalog.rules.choices import applied, checked_choices, merged_choices, needs_ingest
from parvis.core.fields import Field, FieldType, Schema

SCHEMA = Schema.of([Field("code", FieldType.INT), Field("name", FieldType.TEXT, label="Name")])


def test_a_field_is_found_by_its_identifier_whatever_the_curator_wrote():
    assert checked_choices([{"name": "Code Insee"}]) == [{"name": "code_insee"}]
    assert checked_choices([{"label": "Code Insee", "type": "text"}]) == [
        {"label": "Code Insee", "type": "text", "name": "code_insee"}
    ]
    assert checked_choices(None) == []


@pytest.mark.parametrize(
    ("fields", "member"),
    [
        ({"name": "a"}, "fields"),
        (["a"], "fields[0]"),
        ([{"name": "a", "color": "red"}], "fields[0]"),
        ([{"type": "text"}], "fields[0]"),
        ([{"name": "a", "type": "varchar"}], "fields[0].type"),
        ([{"name": "a", "type": ["text"]}], "fields[0].type"),
        ([{"name": "a"}, {"name": "b", "facet": "yes"}], "fields[1].facet"),
        ([{"name": "a", "multivalued": True}], "fields[0].multivalued"),
        ([{"name": "a", "decimals": True}], "fields[0].decimals"),
        ([{"name": "a", "precision": "century"}], "fields[0].precision"),
        ([{"name": "a"}, {"label": "A"}], "fields"),
    ],
)
def test_a_wrong_choice_is_named(fields: Any, member: str):
    with pytest.raises(InvalidMetadata) as caught:
        checked_choices(fields)
    assert caught.value.params["member"] == member


def test_choices_add_up_field_by_field_and_null_takes_one_back():
    before = merged_choices([], [{"name": "code", "type": "text", "facet": True}, {"name": "name", "label": "Nom"}])
    after = merged_choices(before, [{"name": "code", "facet": None, "unit": "m"}, {"name": "name", "label": None}])
    assert after == [{"name": "code", "type": "text", "unit": "m"}]


def test_choices_change_the_look_of_a_version_but_not_the_type_of_its_rows():
    choices = [{"name": "code", "type": "text", "label": "Code", "facet": True}, {"name": "absent", "facet": True}]
    schema = applied(SCHEMA, choices)
    assert list(schema) == [Field("code", FieldType.INT, label="Code", facet=True), SCHEMA.fields[1]]
    assert needs_ingest(SCHEMA, choices) == ["code"]
    assert needs_ingest(SCHEMA, [{"name": "code", "type": "int", "facet": True}]) == []
