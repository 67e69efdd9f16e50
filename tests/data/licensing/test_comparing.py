"""Several sources compared, and the answer as a document."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from parvis.data.licensing import documents
from parvis.data.licensing.compatibility.comparing import Source, compare
from parvis.data.licensing.compatibility.courts import LicensorKind
from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.territory import Territory
from parvis.data.licensing.decisions import Verdict
from parvis.data.licensing.offers import Producer

BUS = Source(
    "ODbL-1.0",
    Profile.ODF_2018,
    ("bus", "horaires"),
    Territory.of(["fr/31/toulouse"]),
    LicensorKind.ADMINISTRATION,
)
COACH = Source("etalab-2.0", keywords=("horaire",), territory=Territory.of(["fr/31"]))


def test_share_alike_reaches_theme_and_territory() -> None:
    (shared,) = compare([BUS, COACH]).share_alike
    (reach,) = shared.reaches
    assert (reach.other, reach.columns.verdict) == (1, Verdict.SHARE)
    assert (reach.rows.inside, reach.rows.outside) == ("ODbL-1.0", "etalab-2.0")
    assert shared.duty.where.code == "link_or_api"
    assert shared.court is not None
    assert shared.court.codes[0] == "administrative_court"


def test_a_public_body_may_not_charge() -> None:
    found = compare([BUS], publisher=Producer(french_administration=True))
    assert found.share_alike[0].price.verdict is Verdict.FORBIDDEN
    assert compare([BUS]).share_alike[0].price.verdict is Verdict.ALLOWED


def test_document_is_plain_json_with_the_caveat() -> None:
    document = json.loads(json.dumps(documents.comparison(compare([BUS, COACH]))))
    assert document["verdict"] == "allowed"
    assert document["caveat"]["fr"].startswith("Cette réponse informe")
    assert document["share_alike"][0]["redistribution"]["how_often"]["text"]["fr"]


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(None, Verdict.CONDITIONS), (1.0, Verdict.CONDITIONS), (0.11, Verdict.CONDITIONS), (0.1, Verdict.REVIEW),
     (0.0, Verdict.NO_SHARE)],
)  # fmt: skip
def test_a_small_part_of_a_source_asks_for_a_person(share: float | None, verdict: Verdict) -> None:
    (shared,) = compare([replace(BUS, share=share), COACH]).share_alike
    assert shared.part.verdict is verdict


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_part_is_between_nothing_and_all(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        compare([replace(BUS, share=share)])
