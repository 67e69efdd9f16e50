"""The checks that French schemas add."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.data.ingest.conformance.conftest import Check

from parvis.data.ingest.conformance.checks import _CHECKS

CASES = yaml.safe_load((Path(__file__).parents[3] / "cases/conformance/checks.yaml").read_text(encoding="utf-8"))
NAMES = ["a", "b", "c"]


def _schema(case: Mapping[str, Any]) -> dict[str, Any]:
    types = case.get("types", ["string"] * 3)
    fields = [{"name": name, "type": type_} for name, type_ in zip(NAMES, [*types, "any", "any"], strict=False)]
    return {"fields": fields, "custom_checks": [{"name": case["check"], "params": case["params"]}]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['check']} {len(case['params'])}")
def test_rows_that_pass_and_rows_that_do_not(case: Mapping[str, Any], checked: Check) -> None:
    cells = [row + ["z"] * (3 - len(row)) for row in [*case["good"], *case["bad"]]]
    report = checked(NAMES, cells, _schema(case))
    assert not report.findings
    assert not report.unchecked
    wrong = sorted({example.row for rule in report.rules for example in rule.examples})
    assert [cells[row - 1] for row in wrong] == cells[len(case["good"]) :]


def test_every_check_has_a_case() -> None:
    assert {case["check"] for case in CASES} >= set(_CHECKS)


def test_reversed_coordinates_are_told_apart(checked: Check) -> None:
    case = {"check": "french-gps-coordinates", "params": {"column": "a"}, "types": ["geopoint"]}
    report = checked(["a"], [["48.85837, 2.294481"], ["48.85837, 52.0"]], _schema(case) | {"fields": [{"name": "a"}]})
    assert [rule.rule for rule in report.rules] == ["reversed-french-gps-coordinates", "french-gps-coordinates"]


def test_a_check_whose_column_is_not_there_is_left_aside(checked: Check) -> None:
    schema = _schema({"check": "french-siren-value", "params": {"column": "siren"}})
    report = checked(NAMES, [["1", "2", "3"]], schema)
    assert report.conforms
    assert not report.unchecked


def test_a_check_that_is_not_known_is_said_not_passed(checked: Check) -> None:
    report = checked(NAMES, [["1", "2", "3"]], _schema({"check": "opening-hours-value", "params": {"column": "a"}}))
    assert [(u.rule, u.reason) for u in report.unchecked] == [("opening-hours-value", "check-not-known")]


@pytest.mark.parametrize(
    "case",
    [
        {"check": "compare-columns-value", "params": {"column": "a", "op": "!=", "column2": "b"}},
        {"check": "compare-columns-value", "params": {"column": "a", "op": ">"}},
        {"check": "sum-columns-value", "params": {"column": "a"}},
        {"check": "one-of-required", "params": {"column": "a"}},
        {"check": "french-siren-value", "params": {}},
        {"check": "cohesive-columns-value", "params": {"column": "a"}},
    ],
)
def test_a_check_without_its_parameters_is_said(case: Mapping[str, Any], checked: Check) -> None:
    report = checked(NAMES, [["1", "2", "3"]], _schema(case))
    assert [u.reason for u in report.unchecked] == ["check-not-usable"]


def test_columns_that_go_together_are_all_there_or_none(checked: Check) -> None:
    schema = _schema({"check": "cohesive-columns-value", "params": {"column": "a", "othercolumns": ["d"]}})
    report = checked(NAMES, [["1", "2", "3"]], schema)
    assert [(f.rule, f.column) for f in report.findings] == [("cohesive-columns-missing", "d")]


def test_one_of_two_missing_columns_is_asked_of_every_row(checked: Check) -> None:
    schema = _schema({"check": "one-of-required", "params": {"column": "d", "column2": "a"}})
    report = checked(NAMES, [["1", "2", "3"], ["", "2", "3"]], schema)
    assert [(rule.rule, rule.count, rule.examples[0].row) for rule in report.rules] == [("one-of-required", 1, 2)]
    neither = _schema({"check": "one-of-required", "params": {"column": "d", "column2": "e"}})
    assert [f.rule for f in checked(NAMES, [["1", "2", "3"]], neither).findings] == ["one-of-required-missing"]
