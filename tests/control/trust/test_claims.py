"""Publishers prove that they control their site, and lose the proof when it is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.actors import STRANGER, manager
from tests.factories.outcomes import audited
from tests.factories.portals import a_dataset, a_domain

from parvis.control.trust import claims
from parvis.control.trust.facts.registers import Claim, Registers
from parvis.control.trust.models import ClaimRow
from parvis.control.trust.rules.proofs import prove
from parvis.core.clock import now
from parvis.core.errors import Forbidden
from parvis.data.connectors.ownership import Shown
from parvis.data.trust.evidence import InvalidEvidence

pytestmark = pytest.mark.django_db
WHO = {"domain": "lyon", "publisher": "Ville de Lyon"}


@pytest.fixture(autouse=True)
def stated() -> None:
    a_domain("lyon")
    a_dataset(metadata={"publisher": "Ville de Lyon"})
    claims.state_claim(actor=manager("lyon"), sector="public", site="https://www.lyon.fr/", **WHO)


def state(claim: Claim) -> str | None:
    return prove(claim, Registers(), now())[0].proofs.get("domain_control")


def test_the_challenge_is_the_same_each_time_and_says_where_it_goes() -> None:
    made = claims.challenge(actor=manager("lyon"), **WHO)
    assert made == claims.challenge(actor=manager("lyon"), **WHO)
    token = ClaimRow.objects.get().token
    assert made.dns == f'lyon.fr. TXT "parvis-verify={token}"'
    assert made.file == f"https://www.lyon.fr/.well-known/parvis-publisher.txt with the line parvis-verify={token}"
    assert token in made.meta


def test_a_site_that_shows_the_challenge_proves_control() -> None:
    asked: list[tuple[str, str, str | None]] = []

    def shows(host: str, token: str, portal: str | None) -> Shown:
        asked.append((host, token, portal))
        return Shown("dns", links=True)

    claim = claims.prove_control(actor=manager("lyon"), at_site=shows, **WHO)
    assert (state(claim), claim.links_here) == ("controlled", True)
    assert asked == [("www.lyon.fr", ClaimRow.objects.get().token, None)]
    assert audited()[-1] == ("trust.control", "ville de lyon")


def test_a_proof_is_lost_after_two_failures_and_seen_again_every_month() -> None:
    claims.prove_control(actor=manager("lyon"), at_site=lambda *_: Shown("file"), **WHO)
    assert claims.retest_due(now() + timedelta(days=29)) == 0
    for days, expected in ((31, "controlled"), (33, None)):
        ClaimRow.objects.update(tested=now() - timedelta(days=days))
        assert claims.retest_due(now(), lambda *_: Shown(None)) == 1
        assert state(claims.claim_of("lyon", "Ville de Lyon")) == expected


def test_another_site_has_nothing_proven() -> None:
    claims.prove_control(actor=manager("lyon"), at_site=lambda *_: Shown("meta"), **WHO)
    other = claims.state_claim(actor=manager("lyon"), sector="public", site="https://metropole.test/", **WHO)
    assert state(other) is None


def test_strangers_and_publishers_without_a_site_get_no_challenge() -> None:
    with pytest.raises(Forbidden):
        claims.challenge(actor=STRANGER, **WHO)
    with pytest.raises(InvalidEvidence):
        claims.challenge(actor=manager("lyon"), domain="lyon", publisher="Nobody")
