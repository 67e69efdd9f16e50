"""Reports: exact counts, first rows, keys, what is said in words, real files."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from tests.data.ingest.conformance.conftest import Check

from parvis.data.ingest import IngestOptions, ingest
from parvis.data.ingest.conformance import read_schema, read_schema_file
from parvis.data.ingest.conformance.files import check_file
from parvis.data.ingest.conformance.messages import texts

SOURCES = Path(__file__).parents[4] / "src/parvis/data/ingest/conformance"


def test_counts_are_exact_and_first_rows_are_named(checked: Check) -> None:
    rows = [[str(n) if n % 3 else "x"] for n in range(1, 1_001)]
    report = checked(["n"], rows, {"fields": [{"name": "n", "type": "integer"}]}, shown=4)
    (rule,) = report.rules
    assert (rule.count, [e.row for e in rule.examples], rule.examples[0].value) == (333, [3, 6, 9, 12], "x")
    assert (report.rows, report.errors, report.conforms) == (1_000, 333, False)


def test_values_that_stand_twice_are_found_after_the_first(checked: Check) -> None:
    schema = {"fields": [{"name": "n", "type": "integer", "constraints": {"unique": True}}]}
    report = checked(["n"], [["1"], ["2"], ["01"], [" 1"], ["3"]], schema)
    (rule,) = report.rules
    assert (rule.rule, rule.count, [e.row for e in rule.examples]) == ("unique", 2, [3, 4])


def test_keys_of_several_fields(checked: Check) -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"]}
    report = checked(["a", "b"], [["1", "1"], ["1", "2"], ["1", "1"], ["1", ""]], schema)
    found = {rule.rule: [e.row for e in rule.examples] for rule in report.rules}
    assert found == {"primary-key": [3], "primary-key-missing": [4]}


def test_unique_keys_of_version_two(checked: Check) -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b"}], "uniqueKeys": [["a"], ["b"]]}
    report = checked(["a", "b"], [["1", "1"], ["2", "1"]], schema)
    assert [(rule.column, rule.count) for rule in report.rules] == [("b", 1)]


def test_foreign_keys_are_said_not_to_be_checked(checked: Check) -> None:
    key = {"fields": "a", "reference": {"resource": "b", "fields": "a"}}
    report = checked(["a"], [["1"]], {"fields": [{"name": "a"}], "foreignKeys": [key]})
    assert report.conforms
    assert [u.reason for u in report.unchecked] == ["foreign-key"]


def test_empty_rows_are_told_once(checked: Check) -> None:
    schema = {"fields": [{"name": "a", "constraints": {"required": True}}, {"name": "b"}]}
    report = checked(["a", "b"], [["1", "2"], ["", ""], ["", "3"]], schema)
    assert [(rule.rule, [e.row for e in rule.examples]) for rule in report.rules] == [
        ("required", [3]),
        ("blank-row", [2]),
    ]


def test_rows_that_cannot_be_read_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n1,2\n1,2,3\n1,2\n")
    report = check_file(path, read_schema({"fields": [{"name": "a"}, {"name": "b"}]}))
    (found,) = report.findings
    assert (found.rule, found.params["count"], found.params["line"], report.rows) == ("unreadable-row", 1, 3, 2)


@pytest.mark.parametrize(
    ("constraint", "type_", "reason"),
    [
        ({"pattern": "(?!a)b"}, "string", "pattern-not-read"),
        ({"pattern": r"(a)\1"}, "string", "pattern-not-read"),
        ({"minimum": "hier"}, "date", "bound-not-read"),
        ({"minimum": "P1D"}, "duration", "not-comparable"),
        ({"jsonSchema": {}}, "object", "constraint-not-known"),
    ],
)
def test_what_cannot_be_checked_is_said(checked: Check, constraint: dict[str, Any], type_: str, reason: str) -> None:
    report = checked(["a"], [["2024-01-01"]], {"fields": [{"name": "a", "type": type_, "constraints": constraint}]})
    assert reason in [u.reason for u in report.unchecked]
    assert all(entry["message"]["fr"] for entry in report.to_dict()["unchecked"])


def test_a_form_of_dates_that_is_not_known_is_said(checked: Check) -> None:
    report = checked(["a"], [["31 mars"]], {"fields": [{"name": "a", "type": "date", "format": "any"}]})
    assert report.conforms
    assert [u.reason for u in report.unchecked] == ["format-not-read"]


def test_texts_of_schemas_never_become_sql(checked: Check) -> None:
    evil = "'); DROP TABLE x; --{number}\\"
    schema = {
        "fields": [
            {
                "name": evil,
                "type": "string",
                "constraints": {"enum": [evil], "pattern": "'|.*"},
                "missingValues": [evil],
            },
            {"name": "d", "type": "date", "format": "%d'%m'%Y", "trueValues": [evil], "decimalChar": "'"},
        ]
    }
    report = checked([evil, "d"], [["x", "01'02'2024"]], schema)
    assert [(rule.rule, rule.column) for rule in report.rules] == [("enum", evil)]


def test_cells_of_a_workbook_are_judged_by_what_they_say(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["n", "x", "d", "siret", "b"])
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row, siret in ((1, 21350238800019), (2, 21350238800018)):
        sheet.write_row(row, 0, [12, 1.5])
        sheet.write(row, 2, 45351, day)
        sheet.write(row, 3, siret)
        sheet.write(row, 4, True)
    book.close()
    fields = [
        {"name": "n", "type": "integer"},
        {"name": "x", "type": "number", "decimalChar": ","},
        {"name": "d", "type": "date", "format": "%d/%m/%Y"},
        {"name": "siret", "type": "string"},
        {"name": "b", "type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
    ]
    checks = [{"name": "french-siret-value", "params": {"column": "siret"}}]
    report = check_file(path, read_schema({"fields": fields, "custom_checks": checks}))
    assert [(rule.rule, [e.row for e in rule.examples]) for rule in report.rules] == [("french-siret-value", [2])]


def test_an_ingest_checks_the_texts_as_they_came(tmp_path: Path) -> None:
    source = tmp_path / "rows.csv"
    source.write_bytes("nom;date\nBéziers;31/12/2023\nSète;2023-12-31\n".encode("cp1252"))
    schema = read_schema({"fields": [{"name": "nom"}, {"name": "date", "type": "date"}]})
    made = ingest(source, tmp_path / "data.duckdb", conform=schema)
    assert made.conformance is not None
    assert [e.value for rule in made.conformance.rules for e in rule.examples] == ["31/12/2023"]
    assert made.rows == 2


def test_the_french_file_is_judged_by_its_schema(subventions: Path) -> None:
    report = check_file(subventions / "exemple_valide.csv", read_schema_file(subventions / "schema.json"))
    errors = [(f.rule, f.column) for f in report.findings if f.severity == "error"]
    assert errors == [
        ("missing-column", "idServiceInstructeur"),
        ("missing-column", "descriptionConditionsVersement"),
    ]
    assert (report.rows, report.errors, report.rules) == (29, 2, ())


def test_the_french_file_conforms_once_its_columns_are_there(subventions: Path, tmp_path: Path) -> None:
    lines = (subventions / "exemple_valide.csv").read_text(encoding="utf-8").splitlines()
    head, *rows = [line for line in lines if line]
    added = ",idServiceInstructeur,descriptionConditionsVersement"
    whole = tmp_path / "whole.csv"
    whole.write_text("\n".join([head + added, *(row + ",21060004500392,une fois" for row in rows)]), encoding="utf-8")
    schema = read_schema_file(subventions / "schema.json")
    assert check_file(whole, schema, IngestOptions(delimiter=",")).conforms
    broken = whole.read_text(encoding="utf-8").replace("21060004500392", "21060004500391", 1)
    whole.write_text(broken.replace("aide en numéraire", "numéraire", 1), encoding="utf-8")
    found = check_file(whole, schema, IngestOptions(delimiter=","))
    assert [(rule.rule, rule.column, rule.count) for rule in found.rules] == [
        ("french-siret-value", "idAttribuant", 1),
        ("enum", "nature", 1),
    ]


def test_every_message_is_there_in_two_languages_with_the_same_places() -> None:
    for name, told in texts().items():
        assert set(told) == {"en", "fr"}, name
        assert set(re.findall(r"\{\w+\}", told["en"])) == set(re.findall(r"\{\w+\}", told["fr"])), name


def test_every_message_that_the_code_names_is_written() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    named = set(
        re.findall(
            r'"((?:type|missing|extra|check|key|bound|pattern|one-of|not|format|foreign|header|column|french)-[a-z-]+)"',
            code,
        )
    )
    aliases = {"compare-columns", "sum-columns", "cohesive-columns"}
    assert named - set(texts()) - aliases == set()


def test_reports_are_json(checked: Check) -> None:
    report = checked(["n"], [["x"]], {"name": "s", "version": "1", "fields": [{"name": "n", "type": "integer"}]})
    found = orjson.loads(orjson.dumps(report.to_dict()))
    assert found["rules"][0]["message"]["en"] == "“n” must hold whole numbers, such as 12, without unit."
    assert report.block() == {
        "schema": {"name": "s", "title": "", "version": "1", "url": ""},
        "conforms": False,
        "errors": 1,
        "rows": 1,
    }


@pytest.mark.parametrize("kind", ["json", "parquet"])
def test_values_that_have_types_are_judged_by_them(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"table.{kind}"
    row = {"n": 12, "x": 1.5, "b": True, "t": ["a", "b"], "w": 3.0, "s": "é"}
    if kind == "json":
        path.write_bytes(orjson.dumps([row, {**row, "n": 200}]))
    else:
        pq.write_table(pa.Table.from_pylist([{**row, "d": date(2024, 2, 29)}, {**row, "n": 200}]), path)
    fields = [
        {"name": "n", "type": "integer", "constraints": {"maximum": 100}},
        {"name": "x", "type": "number", "decimalChar": ","},
        {"name": "b", "type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
        {"name": "t", "type": "list"},
        {"name": "w", "type": "integer"},
        {"name": "s", "type": "string"},
        *([{"name": "d", "type": "date", "format": "%d/%m/%Y"}] if kind == "parquet" else []),
    ]
    report = check_file(path, read_schema({"fields": fields}))
    assert [(rule.rule, rule.column, [e.row for e in rule.examples]) for rule in report.rules] == [
        ("maximum", "n", [2])
    ]
    assert not report.findings
