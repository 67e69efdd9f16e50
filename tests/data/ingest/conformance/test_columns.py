"""Columns against fields: missing, too many, out of order, written otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from tests.data.ingest.conformance.conftest import Check

FIELDS = [{"name": "ID", "constraints": {"required": True}}, {"name": "NOM"}, {"name": "DATE"}]
ROW = [["1", "2", "3", "4"]]


def _found(checked: Check, header: list[str], **schema: Any) -> list[tuple[str, str, str]]:
    report = checked(header, [row[: len(header)] for row in ROW], {"fields": FIELDS, **schema})
    return [(f.rule, f.severity, f.column) for f in report.findings]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["ID", "NOM", "DATE"], []),
        (["ID", "NOM"], [("missing-optional-column", "warning", "DATE")]),
        (["NOM", "DATE"], [("missing-column", "error", "ID")]),
        (["ID", "NOM", "DATE", "X"], [("extra-column", "warning", "X")]),
        (["NOM", "ID", "DATE"], [("column-order", "warning", "")]),
        (["id", "NOM", "DATE"], [("header-case", "error", "ID")]),
        (["ID", "Nom ", "DATE"], [("header-case", "warning", "NOM")]),
        (["ID", "NOM", "NOM", "DATE"], [("duplicate-column", "error", "NOM")]),
    ],
)
def test_columns_by_name(checked: Check, header: list[str], expected: list[tuple[str, str, str]]) -> None:
    assert _found(checked, header) == expected


@pytest.mark.parametrize(
    ("match", "header", "errors"),
    [
        ("exact", ["ID", "NOM", "DATE"], []),
        ("exact", ["NOM", "ID", "DATE"], ["column-order"]),
        ("exact", ["ID", "NOM"], ["missing-column"]),
        ("exact", ["ID", "NOM", "DATE", "X"], ["extra-column"]),
        ("equal", ["NOM", "ID", "DATE"], []),
        ("equal", ["ID", "NOM"], ["missing-column"]),
        ("subset", ["X", "DATE", "NOM", "ID"], []),
        ("subset", ["ID", "NOM"], ["missing-column"]),
        ("superset", ["DATE", "ID"], []),
        ("superset", ["ID", "X"], ["extra-column"]),
        ("partial", ["X", "ID"], []),
        ("partial", ["X", "Y"], ["no-column", "missing-column"]),
    ],
)
def test_columns_by_the_rule_of_the_schema(checked: Check, match: str, header: list[str], errors: list[str]) -> None:
    found = _found(checked, header, fieldsMatch=[match])
    assert [rule for rule, severity, _ in found if severity == "error"] == errors


def test_version_two_asks_for_the_very_columns(checked: Check) -> None:
    found = _found(checked, ["ID", "NOM"], **{"$schema": "https://datapackage.org/profiles/2.0/tableschema.json"})
    assert found == [("missing-column", "error", "DATE")]


def test_a_column_in_other_letters_is_checked_all_the_same(checked: Check) -> None:
    report = checked(["id"], [["a"]], {"fields": [{"name": "ID", "type": "integer"}]})
    assert [(rule.rule, rule.column) for rule in report.rules] == [("type-integer", "ID")]


def test_a_file_of_other_columns_says_so(checked: Check) -> None:
    report = checked(["x", "y"], [["1", "2"]], {"fields": [{"name": "a"}]})
    assert not report.conforms
    assert report.findings[0].rule == "no-column"
    assert "bon schéma" in report.to_dict()["findings"][0]["message"]["fr"]
