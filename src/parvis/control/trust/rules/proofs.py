"""From what a publisher claims and what registers say to the proofs of officialness and their contradictions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from parvis.control.trust.facts.registers import CataloguedBody, Claim, LegalUnit, Registers
from parvis.control.trust.rules.identity import host_of, same_name, siren_of
from parvis.data.trust.evidence import Proof, Publisher
from parvis.data.trust.states import Sector

# Levels of legal categories: bodies under administrative law, public bodies under commercial law.
_PUBLIC_LEVELS = ("7", "4")
_FLAGS = frozenset({"public-service", "local-authority"})
_REVIEW_LASTS = timedelta(days=730)
_FAILURES_BORNE = 1


@dataclass(slots=True)
class _Found:
    states: dict[str, str] = field(default_factory=dict)
    proofs: dict[str, Proof] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)

    def add(self, name: str, state: str, proof: Proof) -> None:
        self.states[name] = state
        self.proofs[f"officialness.{name}"] = proof


def prove(claim: Claim, registers: Registers, as_of: datetime) -> tuple[Publisher, dict[str, Proof]]:
    """The publisher's part of the evidence, and the proof of each point by ``officialness.<proof>``.

    A register that is not loaded proves and contradicts nothing.
    """
    if not claim.name:
        return Publisher(), {}
    found = _Found()
    siren = siren_of(claim.identifier) if claim.identifier else None
    unit = registers.units.find(siren) if registers.units and siren else None
    body = registers.catalogue.find(siren, claim.name) if registers.catalogue else None
    sector, source = _sector(claim, unit)
    if sector in (Sector.PUBLIC, Sector.PUBLIC_MISSION):
        _identity(claim, siren, unit, registers, found)
        _domain(claim, registers, found)
        _attestation(claim, body, registers, found)
        _people(claim, as_of, found)
    if found.contradictions:
        found.proofs["officialness.contradiction"] = Proof("register", label="; ".join(found.contradictions))
    publisher = Publisher(
        declared=True,
        name=claim.name,
        sector=sector,
        sector_source=source,
        mandate=bool(claim.mandate),
        contradicted=bool(found.contradictions),
        proofs=found.states,
    )
    return publisher, found.proofs


def _sector(claim: Claim, unit: LegalUnit | None) -> tuple[Sector, str | None]:
    """As stated; where nothing is stated, as the register knows it."""
    stated = Sector(claim.sector) if claim.sector in list(Sector) else Sector.UNKNOWN
    if stated is not Sector.UNKNOWN:
        return stated, "stated by the publisher"
    if unit is not None:
        found = Sector.PUBLIC if unit.legal_category.startswith(_PUBLIC_LEVELS) else Sector.NON_PUBLIC
        return found, f"legal category {unit.legal_category}"
    return Sector.UNKNOWN, None


def _identity(claim: Claim, siren: str | None, unit: LegalUnit | None, registers: Registers, found: _Found) -> None:
    if siren is None:
        return
    found.add("identity", "well_formed", Proof("check", label=f"SIREN {siren}"))
    if unit is None or registers.units is None:
        return
    entry = f"{unit.siren} {unit.name}, {unit.legal_category}, {'active' if unit.active else 'closed'}"
    proof = Proof("register", label=f"{registers.units.source}: {entry}", at=registers.units.at)
    names = (unit.name, *unit.aliases)
    if not unit.active:
        found.contradictions.append(f"{unit.siren} is closed")
    if any(same_name(mine, theirs) for mine in (claim.name or "", *claim.aliases) for theirs in names):
        found.add("identity", "registered", proof)
    else:
        found.contradictions.append(f"{unit.siren} is {unit.name}")
    if unit.legal_category.startswith(_PUBLIC_LEVELS):
        found.add("legal_nature", "public", proof)
    elif claim.sector == Sector.PUBLIC:
        found.contradictions.append(f"legal category {unit.legal_category} is not public")


def _domain(claim: Claim, registers: Registers, found: _Found) -> None:
    host = host_of(claim.site) if claim.site else None
    if host is None:
        return
    if claim.control and claim.failures <= _FAILURES_BORNE:
        found.add("domain_control", "controlled", Proof("challenge", label=host, at=claim.control))
    elif registers.domains is not None and registers.domains.covers(host):
        found.add("domain_control", "listed", Proof("register", registers.domains.source, registers.domains.at))
    elif claim.email:
        found.add("domain_control", "email", Proof("email", label=host, at=claim.email))


def _attestation(claim: Claim, body: CataloguedBody | None, registers: Registers, found: _Found) -> None:
    if (body is not None and "certified" in body.badges) or claim.links_here:
        label = f"{body.name}: {', '.join(sorted(body.badges))}" if body else "the official site links here"
        found.add("attestation", "certified", Proof("catalogue", label=label, url=body.url if body else claim.site))
    elif body is not None and body.badges & _FLAGS:
        label = f"{body.name}: {', '.join(sorted(body.badges))}"
        at = registers.catalogue.at if registers.catalogue else None
        found.add("attestation", "flagged", Proof("catalogue", label=label, at=at, url=body.url))


def _people(claim: Claim, as_of: datetime, found: _Found) -> None:
    if claim.producer:
        found.add("provenance", "yes", Proof("statement", label="the publisher is the producer"))
    if claim.reviewed and as_of - datetime.fromisoformat(claim.reviewed) <= _REVIEW_LASTS:
        found.add("review", "yes", Proof("review", label=claim.reviewer, at=claim.reviewed))
