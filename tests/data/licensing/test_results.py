"""Kinds of result: private use, collection, derived database, produced work."""

from __future__ import annotations

import pytest

from parvis.data.licensing.compatibility.results import Result, judge

CLASH = ["ODbL-1.0", "CC-BY-SA-4.0"]


@pytest.mark.parametrize(
    ("sources", "result", "verdict", "code"),
    [
        (CLASH, Result.DERIVED, "conflict", "two_share_alikes"),
        (CLASH, Result.PRIVATE, "allowed", "private_use"),
        (CLASH, Result.COLLECTION, "allowed", "collection"),
        (CLASH, Result.WORK, "conditions", "same_license"),
        (CLASH, Result.INSUBSTANTIAL, "allowed", "insubstantial_part"),
        (["ODbL-1.0", "etalab-2.0"], Result.WORK, "allowed", "produced_work_notice"),
        (["ODbL-1.0", "CC-BY-ND-4.0"], Result.WORK, "conflict", "no_derivatives"),
        (["CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"], Result.WORK, "conflict", "share_alike_refuses_non_commercial"),
        (["CC-BY-NC-4.0"], Result.WORK, "conditions", "non_commercial_carried"),
        (["etalab-2.0", "LicenseRef-proprietary"], Result.COLLECTION, "review", "permission_needed"),
    ],
)
def test_kind_of_result_decides(sources: list[str], result: Result, verdict: str, code: str) -> None:
    found = judge(sources, result)
    assert (found.verdict, found.codes[0]) == (verdict, code)


@pytest.mark.parametrize("result", list(Result))
def test_nothing_is_made_from_nothing(result: Result) -> None:
    with pytest.raises(ValueError, match="at least one source"):
        judge([], result)
