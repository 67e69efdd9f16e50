"""The decisive reasons of a combination, in the order a person should read them."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.data.licensing.compatibility.terms import Group, Terms
from parvis.data.licensing.decisions import Reason, because

_NON_COMMERCIAL = {Group.NON_COMMERCIAL, Group.NON_COMMERCIAL_SHARE_ALIKE}


def conflict(sources: Sequence[Terms]) -> tuple[Reason, ...]:
    """Why these sources share no output."""
    groups = {terms.group for terms in sources}
    for group in (Group.NO_DERIVATIVES, Group.EXTRA_CONDITIONS, Group.UNREAD, Group.CLOSED):
        if group in groups:
            return (because(_ALONE[group]),)
    if groups & _NON_COMMERCIAL:
        if Group.ODBL in groups:
            return (because("odbl_refuses_non_commercial"),)
        return (because("share_alike_refuses_non_commercial"),)
    return (because("two_share_alikes"),)


_ALONE = {
    Group.NO_DERIVATIVES: "no_derivatives",
    Group.EXTRA_CONDITIONS: "extra_conditions",
    Group.UNREAD: "unread_terms",
    Group.CLOSED: "permission_needed",
}


def summary(sources: Sequence[Terms]) -> tuple[Reason, ...]:
    """Why these sources go together, and what governs the result."""
    groups = {terms.group for terms in sources}
    if groups == {Group.PUBLIC_DOMAIN}:
        return (because("no_condition"),)
    if len({terms.license_id for terms in sources}) == 1:
        return (because("same_license"),)
    if Group.NON_COMMERCIAL_SHARE_ALIKE in groups:
        return (because("non_commercial_share_alike_wins"),)
    if Group.NON_COMMERCIAL in groups:
        return (because("non_commercial_carried"),)
    if Group.SHARE_ALIKE in groups:
        return (because("share_alike_wins"),)
    if Group.ODBL in groups:
        codes = sorted({terms.odbl for terms in sources if terms.odbl})
        return tuple(because(code) for code in codes) or (because("no_condition_other_side"),)
    return (because("attribution_wins" if Group.PUBLIC_DOMAIN in groups else "notices_stack"),)
