"""A curator's choices over what is found."""

from __future__ import annotations

import pytest
from tests.data.ingest.conftest import Ingest

from parvis.data.ingest.errors import IngestError


def test_type_and_label_are_kept(read: Ingest) -> None:
    found = read("Année;n\n2024;1\n", fields=[{"name": "annee", "type": "text", "label": "Millésime", "facet": True}])
    field = found.ingested.schema.by_name["annee"]
    assert (field.type.value, field.label, field.facet) == ("text", "Millésime", True)
    assert found.column("annee") == ["2024"]


def test_field_is_found_by_its_label_too(read: Ingest) -> None:
    found = read("Année;n\n2024;1\n", fields=[{"name": "Année", "type": "text"}])
    assert found.types["annee"] == "text"


def test_values_that_do_not_fit_become_empty_and_are_counted(read: Ingest) -> None:
    found = read("n;m\n1;a\nbeaucoup;b\n3;c\n", fields=[{"name": "n", "type": "int"}])
    assert found.column("n") == [1, None, 3]
    assert found.ingested.report.warnings == ("n: 1 values are not int, the type chosen for it, and were left empty",)


def test_multivalued_text_is_split_and_trimmed(read: Ingest) -> None:
    found = read("t;n\na| b ||c;1\n;2\n", fields=[{"name": "t", "multivalued": "|"}])
    assert found.types["t"] == "text[]"
    assert found.column("t") == [["a", "b", "c"], None]


def test_type_of_the_file_cannot_be_bent(read: Ingest) -> None:
    with pytest.raises(IngestError, match="cannot become date"):
        read('[{"n": 1}]', name="a.json", fields=[{"name": "n", "type": "date"}])
