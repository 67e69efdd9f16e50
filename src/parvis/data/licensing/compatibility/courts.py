"""Applicable law and court of a licence, for information: the caveat always comes with it."""

from __future__ import annotations

from enum import StrEnum

from parvis.data.licensing.decisions import Decision, Verdict, decide
from parvis.data.licensing.facts import Confidence


class LicensorKind(StrEnum):
    """What the licensor is."""

    ADMINISTRATION = "administration"
    COMPANY = "company"
    PERSON = "person"
    PUBLIC_SERVICE_OPERATOR = "public_service_operator"


_COURTS = {
    LicensorKind.ADMINISTRATION: "administrative_court",
    LicensorKind.COMPANY: "commercial_court",
    LicensorKind.PERSON: "civil_court",
}


def court_and_law(*, kind: LicensorKind, country: str = "FR") -> Decision:
    """The court and law that the network of licensors names, then the clause of the licence that may say otherwise."""
    if country != "FR":
        return decide(Verdict.REVIEW, "law_of_the_seat", "law_of_enforcement", confidence=Confidence.MEDIUM)
    if kind not in _COURTS:
        return decide(Verdict.REVIEW, "court_unsettled", "law_of_enforcement", confidence=Confidence.MEDIUM)
    return decide(Verdict.PASS, _COURTS[LicensorKind(kind)], "french_law", "law_of_enforcement")
