"""A curator's choices over what is found."""

from __future__ import annotations

from datetime import date
from typing import Any

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
    warning = "n: 1 values cannot be read as int and were left empty: row 2 'beaucoup'"
    assert found.ingested.report.warnings == (warning,)


def test_multivalued_text_is_split_and_trimmed(read: Ingest) -> None:
    found = read("t;n\na| b ||c;1\n;2\n", fields=[{"name": "t", "multivalued": "|"}])
    assert found.types["t"] == "text[]"
    assert found.column("t") == [["a", "b", "c"], None]


@pytest.mark.parametrize(
    ("type_", "values", "expected"),
    [
        ("int", ["01", "12,0", "1 200"], [1, 12, 1200]),
        ("double", ["01,5", "1 200", "+3.5"], [1.5, 1200.0, 3.5]),
        ("boolean", ["1", "0", "1"], [True, False, True]),
        ("date", ["2024-03", "2025-12", "2024-01"], [date(2024, 3, 1), date(2025, 12, 1), date(2024, 1, 1)]),
        ("date", ["20240301", "20251231", "20240101"], [date(2024, 3, 1), date(2025, 12, 31), date(2024, 1, 1)]),
        ("text", ["1", "2", "3"], ["1", "2", "3"]),
    ],
)
def test_chosen_type_reads_more_than_is_guessed(
    read: Ingest, type_: str, values: list[str], expected: list[Any]
) -> None:
    found = read("v;x\n" + "".join(f"{value};a\n" for value in values), fields=[{"name": "v", "type": type_}])
    assert found.column("v") == expected
    assert found.ingested.report.warnings == ()


def test_precision_follows_what_is_written(read: Ingest) -> None:
    found = read("v;x\n2024;a\n2025;b\n", fields=[{"name": "v", "type": "date"}])
    assert found.ingested.schema.by_name["v"].precision == "year"


@pytest.mark.parametrize(
    ("field", "message"),
    [({"type": "integer"}, "is not a type"), ({"multivalued": ""}, "separator of values is empty")],
)
def test_choice_without_sense_is_refused(read: Ingest, field: dict[str, str], message: str) -> None:
    with pytest.raises(IngestError, match=message):
        read("v;x\na;b\n", fields=[{"name": "v", **field}])


def test_number_of_a_json_file_may_be_a_date(read: Ingest) -> None:
    found = read('[{"d": 20240301}]', name="a.json", fields=[{"name": "d", "type": "date"}])
    assert found.column("d") == [date(2024, 3, 1)]


def test_type_of_the_file_cannot_be_bent(read: Ingest) -> None:
    with pytest.raises(IngestError, match="cannot become date"):
        read('[{"n": 1}]', name="a.json", fields=[{"name": "n", "type": "date"}])
