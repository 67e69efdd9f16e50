"""Whether the use of an ODbL database obliges to share what was derived."""

from __future__ import annotations

from enum import StrEnum

from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.decisions import Decision, Verdict, decide
from parvis.data.licensing.facts import Confidence


class Audience(StrEnum):
    """Who gets the database or something made from it."""

    STAFF = "staff"
    CONTROLLED = "controlled"  # more than half of the capital, or power to direct
    CONTRACTOR = "contractor"  # acts under instructions
    PARTNER = "partner"
    CLIENT = "client"
    REGISTERED = "registered"
    PUBLIC = "public"


class Form(StrEnum):
    """What they get."""

    DATABASE = "database"
    PRODUCED_WORK = "produced_work"
    HOSTED = "hosted"  # a service; no copy leaves the server


_INSIDE = {Audience.STAFF, Audience.CONTROLLED, Audience.CONTRACTOR}


def audience_of(capital_percent: float) -> Audience:
    """The audience that a company is for its shareholder: controlled above half of the capital."""
    return Audience.CONTROLLED if capital_percent > 50 else Audience.PARTNER


def sharing(
    *, derived: bool, audience: Audience, form: Form = Form.DATABASE, profile: Profile = Profile.STRICT
) -> Decision:
    """Whether the derived database must be offered under the ODbL; the reasons name the notices due too."""
    if audience in _INSIDE:
        return decide(Verdict.NO_SHARE, "private_use", "good_practice")
    notice = {Form.PRODUCED_WORK: ("produced_work_notice",), Form.HOSTED: ("not_conveyed", "produced_work_notice")}
    also = notice.get(form, ())
    if not derived:
        return decide(Verdict.NO_SHARE, "attribution_only", *also)
    if audience == Audience.CLIENT:
        reasons = ["share_with_recipient"]
        if profile in (Profile.ODF_2018, Profile.NAP):
            reasons.append("publish_for_all")
        return decide(Verdict.SHARE, *reasons, *also, confidence=Confidence.MEDIUM)
    if audience == Audience.REGISTERED:
        return decide(Verdict.SHARE, "public_use", "password_allowed", *also)
    return decide(Verdict.SHARE, "public_use", *also)
