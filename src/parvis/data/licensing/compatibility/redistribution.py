"""How a derived database must be offered: where, when, how often, at what price, in what form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.decisions import Decision, Reason, Verdict, because
from parvis.data.licensing.facts import Confidence


class Channel(StrEnum):
    """How the derived database is reached."""

    LINK = "link"
    API = "api"
    ON_REQUEST = "on_request"


class Content(StrEnum):
    """What is offered."""

    FULL = "full"
    CHANGES = "changes"  # the differences, or the method that makes them


@dataclass(frozen=True, slots=True)
class Duty:
    """What a republisher must do, one sentence a point."""

    what: Reason
    where: Reason
    when: Reason
    how_often: Reason
    price: Reason
    form: Reason


_NETWORK = (Profile.ODF_2018, Profile.NAP)


def duty(profile: Profile) -> Duty:
    """The duty under this reading."""
    network = profile in _NETWORK
    return Duty(
        what=because("offer_database" if network else "offer_database_or_changes"),
        where=because("community_resource" if profile == Profile.NAP else "link_or_api" if network else "any_offer"),
        when=because("at_once" if network else "with_the_publication"),
        how_often=because("each_version_and_source_rhythm" if network else "each_version"),
        price=because("free_online"),
        form=because("machine_readable"),
    )


def redistribution(
    *,
    profile: Profile,
    channel: Channel = Channel.LINK,
    content: Content = Content.FULL,
    delay_days: float = 0,
    shared_every_days: float = 0,
    enriched_every_days: float | None = None,
    initial_every_days: float | None = None,
    price: float = 0,
    physical: bool = False,
    free_online: bool = False,
    machine_readable: bool = True,
) -> Decision:
    """Whether an offer satisfies share-alike. Rhythms in days between versions; price of this copy, any currency.

    Fails list every point not met; otherwise the weakest of review, warn, pass.
    """
    network = profile in _NETWORK
    failures = [
        code
        for code, fails in {
            "not_immediate": delay_days > 1,
            "periodicity": _late(shared_every_days, enriched_every_days, initial_every_days if network else None),
            "price": price > 0 and not (physical and free_online),
            "not_machine_readable": not machine_readable,
            "link_or_api": network and channel == Channel.ON_REQUEST,
        }.items()
        if fails
    ]
    if failures:
        doubtful = not {"not_immediate", "price", "not_machine_readable"} & set(failures) and (
            "link_or_api" in failures or not _late(shared_every_days, enriched_every_days, None)
        )
        sure = Confidence.MEDIUM if doubtful else Confidence.HIGH
        return Decision(Verdict.FAIL, tuple(because(code) for code in failures), sure)
    if channel == Channel.ON_REQUEST:
        return Decision(Verdict.REVIEW, (because("offer_on_request"),), Confidence.MEDIUM)
    if content == Content.CHANGES:
        verdict = Verdict.WARN if network else Verdict.PASS
        code = "full_data_preferred" if network else "changes_suffice"
        return Decision(verdict, (because(code),), Confidence.MEDIUM)
    sure = Confidence.MEDIUM if _late(shared_every_days, enriched_every_days, initial_every_days) else Confidence.HIGH
    return Decision(Verdict.PASS, (because("offer_complete"),), sure)


def _late(shared: float, *rhythms: float | None) -> bool:
    return any(rhythm is not None and shared > rhythm for rhythm in rhythms)
