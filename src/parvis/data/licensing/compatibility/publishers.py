"""Which licences a publisher may use: French administrations, high-value datasets, software."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.data.licensing.decisions import Decision, Reason, Verdict, because, decide
from parvis.data.licensing.facts import Confidence, FrenchList, HighValue
from parvis.data.licensing.registry import registry


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the result and what it is.

    ``homologated`` names the licence approved for this very information, when there is one.
    """

    french_administration: bool = False
    high_value: bool = False
    software: bool = False
    homologated: str | None = None


ANYONE = Publisher()


def refusal(license_id: str, publisher: Publisher) -> Reason | None:
    """Why this publisher may not use this licence; None when it may."""
    entry = registry().by_id.get(license_id)
    if publisher.french_administration and license_id != publisher.homologated:
        listed = entry.french_list if entry else FrenchList.NO
        if publisher.software and listed is not FrenchList.SOFTWARE:
            return because("french_list_software")
        if not publisher.software and listed not in (FrenchList.DATA, FrenchList.STATUTORY):
            return because("french_list_data")
    if publisher.high_value and (entry is None or entry.high_value is not HighValue.YES):
        return because("high_value")
    return None


def choice(
    license_id: str | None,
    *,
    french_administration: bool = False,
    high_value: bool = False,
    software: bool = False,
    homologated_here: bool = False,
) -> Decision:
    """Whether a publisher may put its own data under this licence; None stands for no licence named."""
    if license_id is None:
        if french_administration:
            return decide(Verdict.CONDITIONS, "statutory_regime", confidence=Confidence.MEDIUM)
        return decide(Verdict.WARN, "no_license")
    homologated = license_id if homologated_here else None
    no = refusal(license_id, Publisher(french_administration, high_value, software, homologated))
    if no:
        return Decision(Verdict.FORBIDDEN, (no,))
    return decide(Verdict.ALLOWED, "license_choice_lawful")
