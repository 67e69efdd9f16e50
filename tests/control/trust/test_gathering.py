"""Evidence gathered from a dataset of this installation."""

from pathlib import Path

import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.portals import a_dataset, a_domain

from parvis.control.trust import actions, claims, queries
from parvis.control.trust.rules.licences import stated_license
from parvis.core.errors import Forbidden
from parvis.data.trust.states import Match, Openness

pytestmark = pytest.mark.django_db
FULL = {
    "title": "Trees",
    "description": "Every tree that the town looks after, with its species, its height and the year of its planting. "
    "Updated by the gardeners.",
    "publisher": "Ville d’Acigné",
    "license": "Licence Ouverte v2.0 (Etalab)",
    "references": "https://www.acigne.fr/arbres",
    "keyword": ["tree", "species", "garden"],
    "theme": ["Environment"],
    "territory": ["Acigné"],
    "update_frequency": "annual",
    "language": "fr",
    "dcat": {"contact_email": "data@acigne.fr", "temporal_coverage_start": "2020-01-01"},
}
UNITS = "siren,name,legal_category,state,aliases\n213500010,COMMUNE D'ACIGNE,7210,A,\n"


@pytest.fixture(autouse=True)
def domain() -> None:
    a_domain("lyon")


def test_a_full_description_fills_every_field(home: Path) -> None:
    a_dataset(metadata=FULL)
    score = actions.recompute(actor=SYSTEM, domain="lyon", dataset_id="trees", home=home)
    assert [s.code for s in score.axis("completeness").signals if s.state == "missing"] == []
    assert score.axis("license").value == 100
    assert dict(score.axis("license").extra)["alias"] == "lo-2.0"


def test_placeholders_fill_nothing(home: Path) -> None:
    empty = {"publisher": "N/A", "keyword": ["todo", "TBD", "test"], "language": "inconnu", "license": "none"}
    a_dataset(metadata=empty | {"description": "Trees", "title": "Trees", "update_frequency": "unknown"})
    actions.recompute(actor=SYSTEM, domain="lyon", dataset_id="trees", home=home)
    assert queries.evidence("lyon", "trees").fields == {"identifier", "issued"}


def test_a_publisher_found_in_the_register_gains(home: Path) -> None:
    a_dataset(metadata=FULL)
    (home / "registers").mkdir()
    (home / "registers" / "legal-units.csv").write_text(UNITS, encoding="utf-8")
    stated = {"domain": "lyon", "publisher": "Ville d’Acigné"}
    claims.state_claim(actor=manager("lyon"), sector="public", identifier="213 500 010", **stated)
    first = actions.recompute(actor=SYSTEM, domain="lyon", dataset_id="trees", home=home)
    assert first.axis("officialness").value == 58
    with pytest.raises(Forbidden):
        claims.review_publisher(actor=manager("lyon"), **stated)
    claims.review_publisher(actor=SYSTEM, **stated)
    reviewed = actions.recompute(actor=SYSTEM, domain="lyon", dataset_id="trees", home=home)
    assert reviewed.axis("officialness").value == 65
    claims.state_claim(actor=manager("lyon"), sector="public", identifier="356000000", **stated)
    changed = actions.recompute(actor=SYSTEM, domain="lyon", dataset_id="trees", home=home)
    assert changed.axis("officialness").value == 36


def test_strangers_state_and_recompute_nothing(home: Path) -> None:
    a_dataset(metadata=FULL)
    with pytest.raises(Forbidden):
        claims.state_claim(actor=STRANGER, domain="lyon", publisher="x")
    with pytest.raises(Forbidden):
        actions.recompute(actor=STRANGER, domain="lyon", dataset_id="trees", home=home)


@pytest.mark.parametrize(
    ("name", "openness", "match"),
    [
        ("etalab-2.0", Openness.OPEN, Match.EXACT),
        ("CC-BY-NC-4.0", Openness.RESTRICTED, Match.EXACT),
        ("CC-BY-ND-4.0", Openness.CLOSED, Match.EXACT),
        ("Our own terms of 1987", Openness.UNMAPPED, Match.EXACT),
        ("n/a", Openness.NONE, Match.EXACT),
    ],
)
def test_licences_by_what_they_let_do(name: str, openness: Openness, match: Match) -> None:
    found = stated_license(name, None)
    assert (found.openness, found.match) == (openness, match)


def test_a_distribution_under_another_licence_contradicts_and_the_stricter_governs() -> None:
    found = stated_license("etalab-2.0", None, ("https://creativecommons.org/licenses/by-nc/4.0/",))
    assert (found.openness, found.conflict) == (Openness.RESTRICTED, True)
    assert not stated_license("etalab-2.0", None, ("https://spdx.org/licenses/etalab-2.0.html",)).conflict
