"""Combining licences: every pair of the main ones, chains of reasons, smallest conflicts, laws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.data.licensing.ruling import CASES

from parvis.data.licensing.compatibility.combining import Combination, Grant, combine
from parvis.data.licensing.compatibility.publishers import refusal
from parvis.data.licensing.compatibility.terms import Group, known, main_outputs, terms_of
from parvis.data.licensing.decisions import Verdict
from parvis.data.licensing.offers import Producer, offered
from parvis.data.licensing.registry import registry

PAIRS = yaml.safe_load(Path(CASES / "pairs.yaml").read_text("utf-8"))
RANK = {Verdict.ALLOWED: 0, Verdict.CONDITIONS: 1, Verdict.CONFLICT: 2}
licenses = st.sampled_from(known())


def usual(found: Combination, verdict: Verdict) -> list[str]:
    return [name for name in found.under(verdict) if name in main_outputs()]


def by_output(found: Combination) -> dict[str, Verdict]:
    return {output.license_id: output.verdict for output in found.outputs}


@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case["id"])
def test_pair_of_main_licences(case: dict[str, Any]) -> None:
    found = combine(case["sources"])
    assert found.verdict == case["verdict"]
    assert usual(found, Verdict.ALLOWED) == case["allowed"]
    assert usual(found, Verdict.CONDITIONS) == case["conditions"]
    assert (found.reasons[0].code, found.confidence) == (case["why"], case["confidence"])


def test_every_pair_of_the_fourteen_is_there() -> None:
    verdicts = [case["verdict"] for case in PAIRS]
    assert len({frozenset(case["sources"]) for case in PAIRS}) == len(PAIRS) == 105
    assert [verdicts.count(v) for v in ("allowed", "conditions", "conflict")] == [66, 20, 19]


def test_smallest_conflict_is_named_and_each_link_has_a_reason() -> None:
    found = combine(["CC0-1.0", "ODbL-1.0", "etalab-2.0", "CC-BY-SA-4.0"])
    assert (found.verdict, found.conflict) == (Verdict.CONFLICT, (1, 3))
    odbl = next(output for output in found.outputs if output.license_id == "ODbL-1.0")
    assert [link.reason.code for link in odbl.chain] == [
        "accepts",
        "accepts",
        "odbl_licence_ouverte",
        "refuses_share_alike",
    ]


def test_a_french_administration_is_left_with_its_list() -> None:
    found = combine(["CC-BY-4.0", "etalab-2.0"], publisher=Producer(french_administration=True))
    assert (found.verdict, found.under(Verdict.CONDITIONS)) == (Verdict.CONDITIONS, ("etalab-2.0", "ODbL-1.0"))
    assert combine(["CC-BY-SA-4.0"], publisher=Producer(french_administration=True)).reasons[0].code == (
        "publisher_list_empty"
    )


def test_a_written_permission_needs_its_evidence() -> None:
    sources = ["ODbL-1.0", "CC-BY-SA-4.0"]
    assert combine(sources, grants=[Grant(1, "ODbL-1.0", "")]).verdict is Verdict.CONFLICT
    assert combine(sources, grants=[Grant(1, "ODbL-1.0", "letter of 3 May")]).under(Verdict.CONDITIONS) == ("ODbL-1.0",)


@given(st.lists(licenses, min_size=1, max_size=6).flatmap(lambda a: st.tuples(st.just(a), st.permutations(a))))
def test_order_never_matters(pair: tuple[list[str], list[str]]) -> None:
    one, other = combine(pair[0]), combine(pair[1])
    assert (one.verdict, by_output(one), one.confidence) == (other.verdict, by_output(other), other.confidence)
    assert bool(one.conflict) == bool(other.conflict)


@given(licenses, licenses, licenses)
def test_conflicts_of_three_are_those_of_two_and_one(a: str, b: str, c: str) -> None:
    def meet(x: dict[str, Verdict], y: dict[str, Verdict]) -> dict[str, Verdict]:
        return {name: max(x[name], y[name], key=RANK.__getitem__) for name in x}

    whole = by_output(combine([a, b, c]))
    ab_c = meet(by_output(combine([a, b])), by_output(combine([c])))
    a_bc = meet(by_output(combine([a])), by_output(combine([b, c])))
    assert whole == ab_c == a_bc


@given(st.lists(licenses, min_size=1, max_size=5), licenses)
def test_one_more_source_never_opens_an_output(sources: list[str], more: str) -> None:
    before, after = by_output(combine(sources)), by_output(combine([*sources, more]))
    assert all(RANK[after[name]] >= RANK[before[name]] for name in before)


@pytest.mark.parametrize("license_id", known())
def test_a_licence_goes_with_itself_as_it_goes_alone(license_id: str) -> None:
    alone, twice = combine([license_id]), combine([license_id, license_id])
    assert (by_output(alone), alone.verdict) == (by_output(twice), twice.verdict)
    assert bool(twice.conflict) != bool(terms_of(license_id).edges)


def test_every_licence_of_the_registry_has_terms() -> None:
    assert {entry.id for entry in registry()} == set(known())


def test_all_licences_at_once_answer_as_fast_as_two() -> None:
    attributions = [name for name in known() if terms_of(name).group in (Group.ATTRIBUTION, Group.PUBLIC_DOMAIN)]
    assert len(attributions) > 20
    assert combine(attributions).conflict == ()


def test_a_high_value_result_refuses_share_alike() -> None:
    found = combine(["etalab-2.0"], publisher=Producer(french_administration=True, high_value=True))
    assert (*found.under(Verdict.ALLOWED), *found.under(Verdict.CONDITIONS)) == ("etalab-2.0",)


def test_the_offer_and_the_refusal_agree() -> None:
    for administration in (True, False):
        for high_value in (True, False):
            publisher = Producer(french_administration=administration, high_value=high_value)
            offer = offered(Producer(french_administration=administration, high_value=high_value))
            assert [entry.id for entry in offer.licenses if refusal(entry.id, publisher)] == []
