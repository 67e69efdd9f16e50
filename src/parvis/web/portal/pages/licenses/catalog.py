"""The catalog of licences, and what a text typed by a visitor means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from parvis.core.words import words
from parvis.data.licensing.facts import License
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import licenses, registry
from parvis.web.portal.pages.licenses.words import GROUPS, OPENNESS, group_of
from parvis.web.portal.visit import Visit

LONGEST = 500


@dataclass(frozen=True, slots=True)
class LicenseLink:
    """A licence and its page."""

    id: str
    name: str
    address: str
    openness: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Licences that ask for much the same."""

    title: str
    text: str
    licenses: tuple[LicenseLink, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the typed text means: the reason in words, and the licences to look at."""

    why: str
    licenses: tuple[LicenseLink, ...]


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """Groups hold the licences whose name has the typed words, all of them when nothing is typed."""

    q: str
    meaning: Meaning | None
    groups: tuple[Group, ...]
    total: int
    steps: tuple[tuple[str, str], ...]


def catalog_page(visit: Visit, steps: tuple[tuple[str, str], ...]) -> CatalogPage:
    """The page of `/licenses/?q=`."""
    q = visit.request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = [entry for entry in licenses() if _has(entry, q)]
    groups = [(number, [entry for entry in found if group_of(entry) == number]) for number in GROUPS]
    return CatalogPage(
        q=q,
        meaning=meaning(q, visit.language) if q else None,
        groups=tuple(group(number, members, visit.language) for number, members in groups if members),
        total=len(found),
        steps=steps,
    )


def group(number: int, members: Sequence[License], language: str) -> Group:
    """A group of the catalog with its licences."""
    title, text = GROUPS[number]
    return Group(str(title), str(text), tuple(link(entry, language) for entry in members))


def link(entry: License, language: str) -> LicenseLink:
    """The link to the page of a licence."""
    address = reverse("portal:license", args=[entry.id])
    return LicenseLink(entry.id, entry.name.in_(language), address, str(OPENNESS[entry.open]))


def linked(license_id: str, language: str) -> LicenseLink:
    """The same by identifier. Raises UnknownLicense."""
    return link(registry().get(license_id), language)


def meaning(text: str, language: str) -> Meaning:
    """What a text means, with every licence it may mean."""
    found = normalize(text)
    ids = dict.fromkeys((*([found.license_id] if found.license_id else []), *found.candidates))
    return Meaning(found.why.in_(language), tuple(linked(license_id, language) for license_id in ids))


def _has(entry: License, q: str) -> bool:
    """Whether every typed word begins a word of the identifier, the names or the aliases."""
    asked = words(q)
    texts = (entry.id, entry.name.en, entry.name.fr, *(alias.text for alias in entry.aliases))
    return not asked or any(
        all(any(have.startswith(want) for have in present) for want in asked)
        for present in (words(text) for text in texts)
    )
