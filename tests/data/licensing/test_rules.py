"""The numbered cases of the licence rules."""

from __future__ import annotations

from typing import Any

import pytest
from tests.data.licensing.ruling import answer, cases

from parvis.data.licensing.decisions import _wording


@pytest.mark.parametrize("case", [*cases(), *cases(["openstreetmap"])], ids=lambda case: case["id"])
def test_numbered_case(case: dict[str, Any]) -> None:
    found = answer(case["rule"], case["given"])
    for name in case.keys() - {"id", "rule", "given"}:
        assert found[name] == case[name], name


def test_every_number_has_a_case() -> None:
    assert {case["id"][:4] for case in cases()} == {f"T{n:03}" for n in range(1, 124)}


def test_every_reason_speaks_both_languages() -> None:
    for code, reason in _wording().items():
        assert reason.text.en != reason.text.fr, code
        assert reason.text.en[-1] == reason.text.fr[-1] == ".", code
