"""Several sources compared: lawful outputs, and what each share-alike source asks of the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parvis.data.licensing.compatibility.combining import Combination, Grant, combine
from parvis.data.licensing.compatibility.courts import LicensorKind, court_and_law
from parvis.data.licensing.compatibility.fees import Sold, reuser_price
from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.publishers import ANYONE
from parvis.data.licensing.compatibility.redistribution import Duty, duty
from parvis.data.licensing.compatibility.scope import column_scope
from parvis.data.licensing.compatibility.spread import Spread, spread
from parvis.data.licensing.compatibility.terms import Group, terms_of
from parvis.data.licensing.compatibility.territory import Territory
from parvis.data.licensing.compatibility.verification import part_taken
from parvis.data.licensing.decisions import Decision, Verdict, decide
from parvis.data.licensing.offers import Producer

NOWHERE = Territory()
_NARROWED = (Profile.ODF_2018, Profile.NAP)


@dataclass(frozen=True, slots=True)
class Source:
    """One source: its licence, how its licensor reads it, its theme and territory, who the licensor is.

    ``share`` is the part of its records that is taken, 0 to 1; None: unknown, counted as all of them.
    """

    license_id: str
    profile: Profile = Profile.STRICT
    keywords: tuple[str, ...] = ()
    territory: Territory = NOWHERE
    licensor: LicensorKind | None = None
    country: str = "FR"
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What an ODbL source does to another one, by its place, once they are joined: its columns, then the rows."""

    other: int
    columns: Decision
    rows: Spread


@dataclass(frozen=True, slots=True)
class ShareAlike:
    """Share-alike of one ODbL source: reach over each other source, how to redistribute, price of the result, court.

    ``part`` says whether what is taken of it is enough to bear its duties.
    """

    source: int
    profile: Profile
    reaches: tuple[Reach, ...]
    duty: Duty
    price: Decision
    court: Decision | None
    part: Decision


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole answer of the checker."""

    sources: tuple[Source, ...]
    combination: Combination
    share_alike: tuple[ShareAlike, ...]


def compare(
    sources: Sequence[Source], *, publisher: Producer = ANYONE, public_body: bool = False, grants: Sequence[Grant] = ()
) -> Comparison:
    """Compare sources for a publisher. ``public_body``: the reuser is one, of any country.

    Raises ValueError without source.
    """
    found = combine([source.license_id for source in sources], publisher=publisher, grants=grants)
    public = public_body or publisher.french_administration
    shared = tuple(
        _share_alike(sources, place, public)
        for place, source in enumerate(sources)
        if terms_of(source.license_id).group is Group.ODBL
    )
    return Comparison(tuple(sources), found, shared)


def _share_alike(sources: Sequence[Source], place: int, public_body: bool) -> ShareAlike:
    source = sources[place]
    reaches = tuple(_reach(source, other, n) for n, other in enumerate(sources) if n != place)
    court = court_and_law(kind=source.licensor, country=source.country) if source.licensor else None
    price = reuser_price(sold=Sold.DERIVED, public_body=public_body, profile=source.profile)
    return ShareAlike(place, source.profile, reaches, duty(source.profile), price, court, part_taken(source.share))


def _reach(source: Source, other: Source, place: int) -> Reach:
    columns = column_scope(
        source.profile,
        initial_keywords=source.keywords,
        initial_territory=source.territory,
        keywords=other.keywords,
        territory=other.territory,
    )
    if source.profile in _NARROWED:
        rows = spread(source.license_id, other.license_id, source.territory, other.territory)
    else:
        rows = Spread(source.license_id, None, decide(Verdict.SHARE, "whole_derived_database"))
    return Reach(place, columns, rows)
