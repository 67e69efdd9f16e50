"""What licences let one do, ask and refuse."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.data.licensing.ruling import CASES

from parvis.data.licensing.facts import UnknownLicense
from parvis.data.licensing.obligations.deciding import obligations, together
from parvis.data.licensing.obligations.uses import Act, Modality, Obligation, Use
from parvis.data.licensing.registry import registry

ROWS = yaml.safe_load((CASES / "obligations.yaml").read_text("utf-8"))
licenses = st.sampled_from([entry.id for entry in registry()])
uses = st.builds(Use, st.sampled_from(Act), st.booleans(), st.booleans(), st.booleans())


def codes(found: tuple[Obligation, ...], modality: Modality) -> set[str]:
    return {o.code for o in found if o.modality is modality}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['license']} {row['act']}")
def test_obligations_of_a_use(row: dict[str, Any]) -> None:
    flags = {name: row.get(name, False) for name in ("commercial", "internal", "public_body")}
    found = obligations(row["license"], Use(Act(row["act"]), **flags))
    assert {m.value: codes(found, m) for m in Modality} == {m.value: set(row[m.value]) for m in Modality}
    assert all(o.articles and o.text.en and o.text.fr for o in found)


@given(st.lists(licenses, min_size=1, max_size=4), licenses, uses)
def test_one_more_source_never_relaxes(sources: list[str], more: str, use: Use) -> None:
    before, after = together(sources, use), together([*sources, more], use)
    for bound in (Modality.MUST, Modality.MUST_NOT):
        assert codes(before, bound) <= codes(after, bound)
    assert codes(after, Modality.MAY) <= codes(before, Modality.MAY)


@given(licenses, uses)
def test_a_licence_never_lets_and_refuses_the_same(license_id: str, use: Use) -> None:
    found = obligations(license_id, use)
    assert not codes(found, Modality.MAY) & codes(found, Modality.MUST_NOT)
    assert found


def test_each_duty_names_the_licences_that_ask_for_it() -> None:
    found = {o.code: o for o in together(["etalab-2.0", "ODbL-1.0"], Use(Act.COMBINE))}
    assert found["share_database"].licenses == ("ODbL-1.0",)
    assert "ODbL 4.4" in found["share_database"].articles
    assert found["combine"].licenses == ("etalab-2.0", "ODbL-1.0")


def test_an_unknown_licence_is_refused() -> None:
    with pytest.raises(UnknownLicense):
        obligations("no-such", Use(Act.DERIVE))


def test_every_licence_answers_every_use_in_both_languages() -> None:
    for entry in registry():
        for act in Act:
            for one in obligations(entry.id, Use(act, commercial=True, public_body=True)):
                assert one.text.en != one.text.fr
                assert one.articles
