"""Share-alike radar: which columns and rows of a derived dataset fall under share-alike, and what satisfies it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.redistribution import Duty, duty
from parvis.data.licensing.compatibility.scope import column_scope
from parvis.data.licensing.compatibility.spread import Spread, spread
from parvis.data.licensing.compatibility.terms import OWN, Group, terms_of
from parvis.data.licensing.decisions import Decision, Verdict, decide
from parvis.data.licensing.derivation.ledger import Column, Derivation, Parent

_SHARE_ALIKE = {Group.ODBL, Group.SHARE_ALIKE, Group.NON_COMMERCIAL_SHARE_ALIKE}


class Standing(StrEnum):
    """Where a duty to share stands."""

    DUE = "due"
    MET = "met"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Offer:
    """A redistribution link, and the version of the derived dataset that it serves."""

    url: str
    version: str


@dataclass(frozen=True, slots=True)
class Blip:
    """One share-alike parent: the decision on each column, the rows, the duty, and where it stands."""

    parent: Parent
    columns: tuple[tuple[str, Decision], ...]
    rows: Spread
    duty: Duty
    standing: Standing
    url: str | None

    def in_scope(self) -> tuple[str, ...]:
        """Names of the columns to share; those that need a person count among them."""
        return tuple(name for name, found in self.columns if found.verdict in (Verdict.SHARE, Verdict.REVIEW))


def radar(derivation: Derivation, *, version: str, offer: Offer | None = None) -> tuple[Blip, ...]:
    """One blip a share-alike parent. The offer satisfies the duty when it serves this very version."""
    return tuple(
        _blip(derivation, parent, version, offer)
        for parent in derivation.parents
        if terms_of(parent.license_id).group in _SHARE_ALIKE
    )


def _blip(derivation: Derivation, parent: Parent, version: str, offer: Offer | None) -> Blip:
    standing = Standing.DUE if offer is None else Standing.MET if offer.version == version else Standing.LATE
    return Blip(
        parent,
        tuple((column.name, _column(derivation, parent, column)) for column in derivation.columns),
        _rows(derivation, parent),
        duty(_reading(parent)),
        standing,
        offer.url if offer else None,
    )


def _reading(parent: Parent) -> Profile:
    """Readings narrow the ODbL alone."""
    return parent.profile if terms_of(parent.license_id).group is Group.ODBL else Profile.STRICT


def _column(derivation: Derivation, parent: Parent, column: Column) -> Decision:
    if parent.dataset_id in column.parents:
        return decide(Verdict.SHARE, "public_use")
    return column_scope(
        _reading(parent),
        initial_keywords=parent.keywords,
        initial_territory=parent.territory,
        keywords=column.keywords,
        territory=derivation.territory,
        linked=column.linked,
    )


def _rows(derivation: Derivation, parent: Parent) -> Spread:
    """Rows outside the parent's territory keep the terms of the other parents."""
    if _reading(parent) not in (Profile.ODF_2018, Profile.NAP):
        return Spread(parent.license_id, None, decide(Verdict.SHARE, "whole_derived_database"))
    others = [p.license_id for p in derivation.parents if p.dataset_id != parent.dataset_id]
    return spread(
        parent.license_id, others[0] if len(set(others)) == 1 else OWN, parent.territory, derivation.territory
    )
