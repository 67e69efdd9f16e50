"""One licence explained."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.data.licensing.facts import License
from parvis.data.licensing.obligations.uses import Act
from parvis.data.licensing.registry import get
from parvis.web.portal.pages.licenses.catalog import LicenseLink, linked
from parvis.web.portal.pages.licenses.terms import Terms, in_short, terms
from parvis.web.portal.pages.licenses.words import CONFIDENCES, FRENCH_LISTS, GROUPS, HIGH_VALUES, OPENNESS, group_of
from parvis.web.portal.visit import Visit

_ACTS = (Act.REDISTRIBUTE, Act.DERIVE, Act.PRODUCE)


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Everything the page of a licence shows."""

    id: str
    name: str
    group: str
    openness: str
    url: str | None
    addresses: tuple[str, ...]
    short: Terms
    cases: tuple[Terms, ...]
    duties: tuple[str, ...]
    limits: tuple[str, ...]
    scope: str
    clause: str
    leads_to: tuple[LicenseLink, ...]
    versions: tuple[LicenseLink, ...]
    law: str
    facts: tuple[Fact, ...]
    identifiers: tuple[Fact, ...]
    aliases: tuple[str, ...]
    confidence: str
    steps: tuple[tuple[str, str], ...]


def sheet_page(visit: Visit, license_id: str, steps: tuple[tuple[str, str], ...]) -> SheetPage:
    """The page of a licence. Raises UnknownLicense."""
    entry, language = get(license_id), visit.language
    clause, scope, law = entry.upgrade.clause, entry.share_alike_scope, entry.law
    return SheetPage(
        id=entry.id,
        name=entry.name.in_(language),
        group=str(GROUPS[group_of(entry)][0]),
        openness=str(OPENNESS[entry.open]),
        url=entry.page,
        addresses=tuple(dict.fromkeys(address for address in entry.addresses if address != entry.page)),
        short=in_short(entry.id, language),
        cases=tuple(terms((entry.id,), act, language) for act in _ACTS),
        duties=tuple(duty.in_(language) for duty in entry.duties),
        limits=tuple(limit.in_(language) for limit in entry.limits),
        scope=scope.in_(language) if scope else "",
        clause=clause.in_(language) if clause else "",
        leads_to=tuple(linked(other, language) for other in entry.upgrade.to),
        versions=tuple(linked(other, language) for other in entry.versions),
        law=law.in_(language) if law else "",
        facts=standing(entry),
        identifiers=identifiers(entry),
        aliases=tuple(dict.fromkeys(alias.text for alias in entry.aliases)),
        confidence=str(CONFIDENCES[entry.confidence]),
        steps=steps,
    )


def standing(entry: License) -> tuple[Fact, ...]:
    """Where rules of publishers place the licence."""
    basis = f" ({entry.french_basis})" if entry.french_basis else ""
    return (
        Fact(_("French administrations"), (f"{FRENCH_LISTS[entry.french_list]}{basis}",)),
        Fact(_("High-value datasets"), (str(HIGH_VALUES[entry.high_value]),)),
    )


def identifiers(entry: License) -> tuple[Fact, ...]:
    """Identifiers in public lists; those that have none are left out."""
    found = entry.identifiers
    lists = (
        ("SPDX", found.spdx),
        (_("European Union"), found.eu),
        ("udata", found.udata),
        ("CKAN", found.ckan),
        ("Opendatasoft", found.opendatasoft),
    )
    return tuple(Fact(name, values) for name, values in lists if values)
