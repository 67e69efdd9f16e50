from dataclasses import replace
from datetime import UTC, datetime

import pytest

from parvis.control.trust.facts.registers import CataloguedBody, Claim, LegalUnit, Registers
from parvis.control.trust.rules.identity import luhn, same_name, siren_of
from parvis.control.trust.rules.proofs import prove
from parvis.control.trust.rules.tables import CatalogueTable, DomainsTable, UnitsTable

AT = "2026-11-01T00:00:00+00:00"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
UNITS = UnitsTable(
    [
        LegalUnit("213500010", "COMMUNE D'ACIGNE", "7210"),
        LegalUnit("356000000", "LA POSTE", "5510"),
        LegalUnit("214700015", "COMMUNE D'AGEN", "7210", active=False),
    ],
    source="register",
    at=AT,
)
REGISTERS = Registers(
    units=UNITS,
    domains=DomainsTable(["acigne.fr"], source="official domains", at=AT),
    catalogue=CatalogueTable(
        [CataloguedBody("Mairie d'Acigné", "213500010", frozenset({"public-service", "certified"}))],
        source="catalogue",
        at=AT,
    ),
)
ACIGNE = Claim(name="Ville d’Acigné", sector="public", identifier="213 500 010", site="https://www.acigne.fr/")


@pytest.mark.parametrize("text", ["213500010", "213 500 010", "213\u202f500\u00a0010", "\ufeff213500010"])
def test_a_siren_is_read_through_spaces_and_invisible_marks(text: str) -> None:
    assert siren_of(text) == "213500010"


@pytest.mark.parametrize("text", ["213500011", "21350001", "2135000100", "٢١٣٥٠٠٠١٠", "", "FR213500010"])
def test_what_is_not_a_siren(text: str) -> None:
    assert siren_of(text) is None


def test_a_siret_holds_its_siren() -> None:
    last = next(digit for digit in "0123456789" if luhn(f"2135000100001{digit}") % 10 == 0)
    assert siren_of(f"2135000100001{last}") == "213500010"


def test_names_agree_without_case_accents_and_legal_form() -> None:
    assert same_name("Ville d’Acigné", "COMMUNE D'ACIGNE")
    assert not same_name("Ville d’Acigné", "Ville d’Agen")
    assert same_name("Métropole", "METROPOLE")


def test_registers_prove_identity_nature_domain_and_attestation() -> None:
    publisher, proofs = prove(ACIGNE, REGISTERS, NOW)
    assert publisher.proofs == {
        "identity": "registered",
        "legal_nature": "public",
        "domain_control": "listed",
        "attestation": "certified",
    }
    assert not publisher.contradicted
    assert proofs["officialness.identity"].at == AT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"identifier": "214700015", "name": "Agen"}, "closed"),
        ({"identifier": "356000000", "name": "La Poste"}, "not public"),
        ({"name": "Ville de Rennes"}, "is COMMUNE D'ACIGNE"),
    ],
)
def test_a_register_contradicts(change: dict[str, str], said: str) -> None:
    publisher, proofs = prove(replace(ACIGNE, **change), REGISTERS, NOW)
    assert publisher.contradicted
    assert said in (proofs["officialness.contradiction"].label or "")


def test_without_registers_nothing_is_proven_or_contradicted_beyond_the_form() -> None:
    publisher, _ = prove(ACIGNE, Registers(), NOW)
    assert (dict(publisher.proofs), publisher.contradicted) == ({"identity": "well_formed"}, False)


def test_domain_control_falls_back_after_two_failures() -> None:
    controlled = replace(ACIGNE, control=AT, email=AT)
    states = [prove(replace(controlled, failures=n), REGISTERS, NOW)[0].proofs["domain_control"] for n in range(3)]
    assert states == ["controlled", "controlled", "listed"]
    elsewhere = replace(controlled, failures=2, site="https://example.org")
    assert prove(elsewhere, REGISTERS, NOW)[0].proofs["domain_control"] == "email"


def test_a_review_lasts_two_years() -> None:
    recent, old = replace(ACIGNE, reviewed=AT), replace(ACIGNE, reviewed="2024-01-01T00:00:00+00:00")
    assert "review" in prove(recent, REGISTERS, NOW)[0].proofs
    assert "review" not in prove(old, REGISTERS, NOW)[0].proofs


def test_the_sector_comes_from_the_register_when_nothing_is_stated() -> None:
    assert prove(replace(ACIGNE, sector="unknown"), REGISTERS, NOW)[0].sector == "public"
    assert prove(Claim(name="La Poste", identifier="356000000"), REGISTERS, NOW)[0].sector == "non_public"
    assert prove(Claim(name="Somebody"), REGISTERS, NOW)[0].sector == "unknown"
    assert not prove(Claim(), REGISTERS, NOW)[0].declared


def test_an_official_domain_does_not_cover_a_look_alike() -> None:
    table = DomainsTable(["acigne.fr"], source="", at=AT)
    assert table.covers("data.acigne.fr")
    assert not table.covers("notacigne.fr")
    assert not table.covers("acigne.fr.example.org")


def test_a_name_that_two_bodies_bear_designates_neither() -> None:
    two = [CataloguedBody("Saint-Denis", None, frozenset({"certified"}))] * 2
    assert CatalogueTable(two, source="", at=AT).find(None, "Saint-Denis") is None


def test_tables_are_read_from_csv() -> None:
    lines = ["siren,name,legal_category,state,aliases", "213500010,COMMUNE D'ACIGNE,7210,A,Acigné|Mairie"]
    unit = UnitsTable.from_csv(lines, source="file", at=AT).find("213500010")
    assert unit == LegalUnit("213500010", "COMMUNE D'ACIGNE", "7210", True, ("Acigné", "Mairie"))
