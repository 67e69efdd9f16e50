import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.evidence import document

from parvis.data.trust.documents import canonical, evidence_hash, from_document, to_document
from parvis.data.trust.evidence import InvalidEvidence
from parvis.data.trust.rendering import to_object
from parvis.data.trust.scoring import compute
from parvis.data.trust.states import (
    API_STATES,
    FIELDS,
    PROOFS,
    SCHEMA_STATES,
    Match,
    Openness,
    Outcome,
    Sector,
)

_OUTCOMES = list(Outcome)
_INSTANTS = st.sampled_from(["2026-11-20T05:40:00Z", "2026-11-17T05:40:00Z", "2026-11-10T05:40:00Z"])
_FLAGS = ("documentation", "landing_page", "embedded_metadata", "fetchable", "package", "agent_entry")


@st.composite
def _distributions(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for place in range(draw(st.integers(0, 5))):
        checks = draw(st.integers(0, 40))
        found.append(
            {
                "id": f"d{place}",
                "role": draw(st.sampled_from(["data", "api", "documentation"])),
                "outcome": draw(st.sampled_from(_OUTCOMES)).value,
                "checked_at": draw(st.none() | _INSTANTS),
                "interval_s": draw(st.sampled_from([21_600, 86_400])),
                "window_30d": {"checks": checks, "ok": draw(st.integers(0, checks))},
            }
        )
    return found


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    return document(
        {
            "publisher": {
                "declared": draw(st.booleans()),
                "sector": draw(st.sampled_from(list(Sector))).value,
                "mandate": draw(st.booleans()),
                "contradicted": draw(st.booleans()),
                "proofs": {name: draw(st.sampled_from([None, *states])) for name, states in PROOFS.items()},
            },
            "fields": {name: draw(st.booleans()) for name in FIELDS},
            "license": {
                "openness": draw(st.sampled_from(list(Openness))).value,
                "match": draw(st.sampled_from(list(Match))).value,
                "conflict": draw(st.booleans()),
                "url_alive": draw(st.booleans()),
            },
            "distributions": draw(_distributions()),
            "agent": {name: draw(st.booleans()) for name in _FLAGS}
            | {
                "api": draw(st.sampled_from([None, *API_STATES])),
                "schema": draw(st.sampled_from([None, *SCHEMA_STATES])),
            },
        }
    )


def _sum(values: dict[str, Any]) -> int:
    return compute(from_document(values)).sum


def _with(values: dict[str, Any], part: str, name: str, value: Any) -> dict[str, Any]:
    return {**values, part: {**values[part], name: value}}


@given(documents())
@settings(max_examples=200, deadline=None)
def test_scores_stay_between_0_and_100_and_are_told_in_both_languages(values: dict[str, Any]) -> None:
    score = compute(from_document(values))
    assert all(0 <= axis.value <= 100 for axis in score.axes)
    assert 0 <= score.sum <= 10_000
    assert score.sum % 5 == 0
    assert all(signal.gain >= 0 for axis in score.axes for signal in axis.signals)
    assert len(to_object(score)["axes"]) == 5


@given(documents(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_means_nothing_and_the_document_survives(values: dict[str, Any], shuffle: random.Random) -> None:
    turned = {name: values[name] for name in reversed(list(values))}
    turned["distributions"] = shuffle.sample(values["distributions"], len(values["distributions"]))
    evidence = from_document(values)
    assert to_object(compute(from_document(turned))) == to_object(compute(evidence))
    assert evidence_hash(from_document(turned)) == evidence_hash(evidence)
    stored = json.loads(canonical(to_document(evidence)))
    assert from_document(stored) == evidence


@given(documents(), st.sampled_from(FIELDS))
def test_filling_a_field_never_costs(values: dict[str, Any], name: str) -> None:
    assert _sum(_with(values, "fields", name, True)) >= _sum(values)


@given(documents(), st.sampled_from(_FLAGS))
def test_an_agent_signal_never_costs(values: dict[str, Any], name: str) -> None:
    assert _sum(_with(values, "agent", name, True)) >= _sum(values)


@given(documents(), st.sampled_from(sorted(PROOFS)), st.data())
def test_a_better_proof_never_costs(values: dict[str, Any], name: str, data: st.DataObject) -> None:
    states = [None, *PROOFS[name]]
    low, high = sorted(data.draw(st.lists(st.integers(0, len(states) - 1), min_size=2, max_size=2)))
    proofs = values["publisher"]["proofs"]
    weaker = _with(values, "publisher", "proofs", {**proofs, name: states[low]})
    stronger = _with(values, "publisher", "proofs", {**proofs, name: states[high]})
    assert _sum(stronger) >= _sum(weaker)


@given(documents(), st.data())
def test_a_better_outcome_never_costs(values: dict[str, Any], data: st.DataObject) -> None:
    if not values["distributions"]:
        return
    place = data.draw(st.integers(0, len(values["distributions"]) - 1))
    before = _OUTCOMES.index(Outcome(values["distributions"][place]["outcome"]))
    better = data.draw(st.sampled_from(_OUTCOMES[before:]))
    found = [dict(item) for item in values["distributions"]]
    found[place]["outcome"] = better.value
    assert _sum({**values, "distributions": found}) >= _sum(values)


@given(documents(), st.sampled_from(["openness", "match"]), st.data())
def test_a_clearer_licence_never_costs(values: dict[str, Any], name: str, data: st.DataObject) -> None:
    order = list(Match) if name == "match" else [Openness.NONE, Openness.RESTRICTED, Openness.OPEN]
    low, high = sorted(data.draw(st.lists(st.integers(0, len(order) - 1), min_size=2, max_size=2)))
    weaker, stronger = (_with(values, "license", name, order[place].value) for place in (low, high))
    assert _sum(stronger) >= _sum(weaker)
    assert _sum(_with(values, "license", "conflict", False)) >= _sum(values)


@given(documents())
def test_following_the_first_advice_on_metadata_gains_what_it_says(values: dict[str, Any]) -> None:
    score = compute(from_document(values))
    advised = next((item for item in score.advice if item.axis == "completeness"), None)
    if advised is not None:
        assert _sum(_with(values, "fields", advised.signal, True)) == score.sum + advised.gain_sum


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"publisher": {"sector": "royal"}}, "publisher.sector"),
        ({"publisher": {"proofs": {"identity": "sworn"}}}, "publisher.proofs.identity"),
        ({"fields": {"theme": "yes"}}, "fields.theme"),
        ({"distributions": [{"id": "a"}, {"id": "a"}]}, "same id"),
        ({"distributions": [{"id": "a", "window_30d": {"checks": 1, "ok": 2}}]}, "window_30d"),
        ({"distributions": [{"id": "a", "checked_at": "yesterday"}]}, "checked_at"),
        ({"agent": {"api": "soap"}}, "agent.api"),
        ({"license": {"declared": "ODbL"}}, "license.declared"),
        ({"as_of": "20 November"}, "as_of"),
    ],
)
def test_wrong_evidence_names_the_member(change: dict[str, Any], named: str) -> None:
    values = document({"distributions": [{"id": "a", "checked_at": "2026-11-20T05:40:00Z"}]} | change)
    with pytest.raises(InvalidEvidence, match=named):
        compute(from_document(values))
