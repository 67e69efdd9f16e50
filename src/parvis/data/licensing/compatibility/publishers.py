"""Which licences a publisher may use for a result: the rules of its choice, as reasons of a decision."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.data.licensing.compatibility.terms import OWN
from parvis.data.licensing.decisions import Decision, Reason, Verdict, because, decide
from parvis.data.licensing.facts import Confidence
from parvis.data.licensing.offers import Homologation, Producer, homologated_for, verdict
from parvis.data.licensing.registry import registry

ANYONE = Producer()
_RESERVED = "LicenseRef-proprietary"
_REASONS = {
    "FR-ADMIN-DATA": "french_list_data",
    "FR-ADMIN-SOFT": "french_list_software",
    "NON-CRPA": "for_administrations",
    "HVD": "high_value",
}


def refusal(license_id: str, publisher: Producer) -> Reason | None:
    """Why this publisher may not use this licence, or its own terms; None when it may. Raises UnknownLicense."""
    # Terms of one's own are judged as every right reserved: no list of licences has them.
    found = verdict(registry().get(_RESERVED if license_id == OWN else license_id), publisher)
    return None if found.lawful else because(_REASONS[found.rule])


def choice(
    license_id: str | None,
    *,
    french_administration: bool = False,
    high_value: bool = False,
    software: bool = False,
    information: str = "",
    homologations: Sequence[Homologation] = (),
) -> Decision:
    """Whether a publisher may put its own data under this licence; None stands for no licence named.

    ``information`` is what is published, as the decisions of homologation name it.
    """
    if license_id is None:
        if french_administration:
            return decide(Verdict.CONDITIONS, "statutory_regime", confidence=Confidence.MEDIUM)
        return decide(Verdict.WARN, "no_license")
    homologated = homologated_for(information, homologations)
    no = refusal(license_id, Producer(french_administration, high_value, software, homologated=homologated))
    if no:
        return Decision(Verdict.FORBIDDEN, (no,))
    return decide(Verdict.ALLOWED, "license_choice_lawful")
