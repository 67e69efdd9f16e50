"""Prices: by the licensor, by the reuser."""

from __future__ import annotations

from enum import StrEnum

from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.decisions import Decision, Verdict, decide
from parvis.data.licensing.facts import Confidence


class Ground(StrEnum):
    """What a French administration invokes to charge for reuse."""

    ORDINARY = "ordinary"
    INFORMATION_SERVICE = "information_service"  # main activity is information, under 75 % of public money
    STATISTICS = "statistics"
    DIGITISATION = "digitisation"


class Sold(StrEnum):
    """What a reuser asks money for."""

    INITIAL = "initial"
    DERIVED = "derived"
    SERVICE = "service"


def licensor_fee(*, ground: Ground, open_license: bool) -> Decision:
    """Whether a French administration may charge for reuse; a fee never goes with an open licence."""
    if ground == Ground.STATISTICS:
        return decide(Verdict.FORBIDDEN, "statistics_free")
    if ground == Ground.ORDINARY:
        return decide(Verdict.FORBIDDEN, "public_data_free", "royalties_waived")
    if open_license:
        return decide(Verdict.FORBIDDEN, "fee_needs_fee_license")
    return decide(Verdict.CONDITIONS, "fee_with_fee_license")


def reuser_price(
    *, sold: Sold, public_body: bool = False, free_copy: bool = True, profile: Profile = Profile.STRICT
) -> Decision:
    """Whether a reuser of an ODbL database may ask a price. ``free_copy``: a free copy of the derived one is online."""
    if public_body and sold != Sold.SERVICE:
        return decide(Verdict.FORBIDDEN, "public_reuser_free")
    if not free_copy:
        return decide(Verdict.FORBIDDEN, "free_copy_needed")
    if sold == Sold.INITIAL:
        if profile in (Profile.ODF_2018, Profile.NAP):
            return decide(Verdict.FORBIDDEN, "initial_not_for_sale", confidence=Confidence.MEDIUM)
        return decide(Verdict.WARN, "initial_sold_without_restriction", confidence=Confidence.MEDIUM)
    return decide(Verdict.ALLOWED, "products_may_be_sold")


def free_redistribution() -> Decision:
    """Whether anyone who received a database, even bought, may pass it on free of charge."""
    return decide(Verdict.ALLOWED, "pass_on_free")
