"""The licence of a dataset in plain words, and the credit it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from parvis.data.licensing.normalized import CLARITY, Match
from parvis.data.licensing.registry import registry
from parvis.data.licensing.stated import stated
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.licenses.attribution import Credit, builder, credit, of_dataset
from parvis.web.portal.pages.licenses.catalog import LicenseLink, linked
from parvis.web.portal.pages.licenses.terms import Terms, in_short
from parvis.web.portal.visit import Visit


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """A parent: what it is called ("" for one that the visitor may not see), where it is, its licence."""

    name: str
    address: str
    license: LicenseLink | None


@dataclass(frozen=True, slots=True)
class StatedLicense:
    """What one may, must and must not do with a dataset; ``doubt`` says why when its licence is not stated exactly.

    ``parents`` are what it is made from, ``shared`` the address that satisfies the share-alike of one of them.
    Without a licence that is known, ``terms`` and ``credit`` are None and ``candidates`` are what it may mean.
    """

    license: LicenseLink | None
    terms: Terms | None
    credit: Credit | None
    doubt: str
    candidates: tuple[LicenseLink, ...]
    builder: str
    checker: str
    parents: tuple[MadeFrom, ...]
    shared: str


def stated_license(visit: Visit, view: DatasetView) -> StatedLicense:
    """The block of the information page."""
    described, language = view.manifest.description, visit.language
    found = stated(described.license, described.license_url)
    known = found.license_id
    exact = found.confidence * 100 >= CLARITY[Match.EXACT]
    return StatedLicense(
        license=linked(known, language) if known else None,
        terms=in_short(known, language) if known else None,
        credit=credit([of_dataset(visit, view, known)], language) if known else None,
        doubt="" if exact else found.why.in_(language),
        candidates=tuple(linked(one, language) for one in found.candidates if one != known),
        builder=builder(view),
        checker=reverse("portal:compatibility") + "?" + urlencode({"source.1": view.manifest.id}),
        parents=made_from(view, language),
        shared=next((one["redistribution"] for one in _derivation(view, "share_alike") if one["redistribution"]), ""),
    )


def made_from(view: DatasetView, language: str) -> tuple[MadeFrom, ...]:
    """The parents of a dataset as the visitor may know of them."""
    return tuple(_parent(parent, language) for parent in _derivation(view, "parents"))


def _parent(parent: Mapping[str, Any], language: str) -> MadeFrom:
    license_id = parent.get("license_id") or ""
    license = linked(license_id, language) if license_id in registry() else None
    if "dataset_id" in parent:
        name = parent.get("title") or parent["dataset_id"]
        return MadeFrom(name, reverse("portal:information", args=[parent["dataset_id"]]), license)
    return MadeFrom(parent.get("url", ""), parent.get("url", ""), license)


def _derivation(view: DatasetView, member: str) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = (view.manifest.derivation or {}).get(member, ())
    return found
