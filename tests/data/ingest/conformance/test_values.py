"""Which texts are values of a field, by the case file; the verdicts are compared with those of frictionless."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import frictionless
import orjson
import pytest
import yaml
from tests.data.ingest.conformance.conftest import Check

from parvis.data.ingest import IngestOptions
from parvis.data.ingest.conformance import read_schema_file
from parvis.data.ingest.conformance.files import check_file
from parvis.data.ingest.conformance.schema import TYPES

CASES = yaml.safe_load((Path(__file__).parents[3] / "cases/conformance/values.yaml").read_text(encoding="utf-8"))


def _named(case: Mapping[str, Any]) -> str:
    return re.sub(r"[^\w%,:.-]+", " ", str(case["field"])).strip()[:60]


def _cells(case: Mapping[str, Any]) -> Iterator[tuple[str, bool, bool]]:
    """Text, whether it is right, whether frictionless says so."""
    otherwise = case.get("otherwise", {})
    for kind in ("good", "bad"):
        yield from ((text, kind == "good", kind == "good") for text in case.get(kind, ()))
        yield from ((text, kind == "good", kind != "good") for text in otherwise.get(kind, ()))


def _schema(case: Mapping[str, Any]) -> dict[str, Any]:
    version = {"$schema": case["version"]} if "version" in case else {}
    return {**version, "fields": [{"name": "id", "type": "any"}, {"name": "cell", **case["field"]}]}


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_verdicts_of_the_cases(case: Mapping[str, Any], checked: Check) -> None:
    cells = list(_cells(case))
    report = checked(["id", "cell"], [[str(n), text] for n, (text, *_) in enumerate(cells)], _schema(case), shown=100)
    assert not report.findings
    assert not report.unchecked
    wrong = {example.row for rule in report.rules for example in rule.examples}
    assert [cells[row - 1][0] for row in sorted(wrong)] == [text for text, right, _ in cells if not right]


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_frictionless_agrees_where_the_cases_say_so(case: Mapping[str, Any], tmp_path: Path) -> None:
    cells = list(_cells(case))
    path = tmp_path / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["id", "cell"], *([str(n), text] for n, (text, *_) in enumerate(cells))])
    schema = frictionless.Schema.from_descriptor(_schema(case))
    resource = frictionless.resources.TableResource(
        path=str(path), schema=schema, control=frictionless.formats.CsvControl(delimiter=",")
    )
    with frictionless.system.use_context(trusted=True):
        found = resource.validate(limit_errors=1_000)
    assert not found.errors
    wrong = {number for (number,) in found.flatten(["rowNumber"]) if number}
    judged = [text for number, (text, *_) in enumerate(cells, 2) if number in wrong]
    assert judged == [text for text, _, agreed in cells if not agreed]


@pytest.mark.parametrize("type_", TYPES)
def test_an_empty_cell_is_of_every_type(type_: str, checked: Check) -> None:
    report = checked(["id", "cell"], [["1", ""]], {"fields": [{"name": "id"}, {"name": "cell", "type": type_}]})
    assert report.conforms


def test_frictionless_finds_the_same_rows_in_a_broken_french_file(subventions: Path, tmp_path: Path) -> None:
    with (subventions / "exemple_valide.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    head += ["idServiceInstructeur", "descriptionConditionsVersement"]
    cells = [[*row, "21060004500392", "une fois"] for row in rows if row]
    wrong = {3: ("dateConvention", "2015-02-30"), 7: ("pourcentageSubvention", "2"), 9: ("nature", "numéraire")}
    wrong |= {12: ("objet", ""), 20: ("rnaBeneficiaire", "X1"), 21: ("montant", "1 000 €"), 25: ("idRAE", "123456")}
    for row, (name, text) in wrong.items():
        cells[row - 1][head.index(name)] = text
    path = tmp_path / "broken.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *cells])
    report = check_file(path, read_schema_file(subventions / "schema.json"), IngestOptions(delimiter=","))
    assert sorted(example.row for rule in report.rules for example in rule.examples) == sorted(wrong)

    # Columns by their names, as the older rule has it.
    descriptor = {**orjson.loads((subventions / "schema.json").read_bytes()), "fieldsMatch": "partial"}
    with frictionless.system.use_context(trusted=True):
        schema = frictionless.Schema.from_descriptor(descriptor)
        found = frictionless.resources.TableResource(path=str(path), schema=schema).validate()
    assert sorted({number - 1 for (number,) in found.flatten(["rowNumber"]) if number}) == sorted(wrong)
