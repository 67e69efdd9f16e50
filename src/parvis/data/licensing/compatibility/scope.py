"""How far share-alike reaches: theme and territory under one reading, four criteria under another, all by default."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from parvis.core.words import words
from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.territory import Relation, Territory, relation
from parvis.data.licensing.decisions import Decision, Verdict, decide, read_table
from parvis.data.licensing.facts import Confidence

# Features of OpenStreetMap that are no substantial part of it.
_INSUBSTANTIAL = 100


class Transformation(StrEnum):
    """What was done to the values."""

    SUBSTANTIAL = "substantial"
    TRIVIAL = "trivial"  # a change of unit, classes cut from a number
    TYPOLOGY = "typology"  # categories grouped into a new useful one


def theme(keywords: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Keywords as compared: folded, singular, one form for synonyms."""
    forms = (tuple(_singular(word) for word in words(keyword)) for keyword in keywords)
    return frozenset(_synonyms().get(form, form) for form in forms if form)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith(("ss", "us", "is")) else word


@cache
def _synonyms() -> dict[tuple[str, ...], tuple[str, ...]]:
    groups = read_table("parvis.data.licensing.compatibility", "synonyms.yaml")
    forms = [[tuple(_singular(word) for word in words(text)) for text in group] for group in groups]
    return {form: group[0] for group in forms for form in group}


def same_theme_and_territory(
    *,
    initial_keywords: Iterable[str],
    initial_territory: Territory,
    keywords: Iterable[str],
    territory: Territory,
    linked: bool = False,
    other_nature: bool = False,
) -> Decision:
    """Whether a column, or a table, joined to the initial database falls under share-alike (network of local bodies).

    ``linked``: it describes the very records of the initial database. ``other_nature``: a person finds its nature
    different though a keyword matches. Both conditions are needed; what cannot be told is treated as in scope.
    """
    initial = theme(initial_keywords)
    if not initial:
        return decide(Verdict.REVIEW, "theme_undefined", confidence=Confidence.MEDIUM)
    if not initial_territory:
        return decide(Verdict.REVIEW, "territory_undefined", confidence=Confidence.MEDIUM)
    if not linked and not initial & theme(keywords):
        return decide(Verdict.NO_SHARE, "theme_differs")
    place = relation(territory, initial_territory)
    if place is Relation.UNKNOWN:
        return decide(Verdict.REVIEW, "territory_undefined", confidence=Confidence.MEDIUM)
    if place is Relation.DISJOINT:
        return decide(Verdict.NO_SHARE, "territory_differs")
    reasons = ["theme_and_territory_match"]
    if place not in (Relation.EQUAL, Relation.WITHIN):
        reasons.append("only_rows_inside")
    if other_nature:
        return decide(Verdict.SHARE, *reasons, "nature_to_review", confidence=Confidence.MEDIUM)
    return decide(Verdict.SHARE, *reasons)


def four_criteria(
    *,
    same_nature: bool = True,
    same_granularity: bool = True,
    same_time: bool = True,
    same_territory: bool = True,
    transformation: Transformation = Transformation.SUBSTANTIAL,
    from_openstreetmap: bool = False,
) -> Decision:
    """Whether an enrichment falls under share-alike (French access point for transport data): all four are needed."""
    if from_openstreetmap:
        return decide(Verdict.REVIEW, "openstreetmap_reading")
    if transformation == Transformation.TRIVIAL:
        return decide(Verdict.NO_SHARE, "trivial_change")
    tests = {
        "nature_differs": same_nature,
        "granularity_differs": same_granularity,
        "time_differs": same_time,
        "territory_differs": same_territory,
    }
    if misses := [code for code, met in tests.items() if not met]:
        return decide(Verdict.NO_SHARE, *misses)
    return decide(Verdict.SHARE, "four_criteria_met")


def _openstreetmap(
    initial: frozenset[tuple[str, ...]],
    initial_territory: Territory,
    other: frozenset[tuple[str, ...]],
    territory: Territory,
    *,
    linked: bool,
) -> Decision:
    """The community's guidelines, as far as keywords and places tell; what they do not tell stays in scope."""
    place = relation(territory, initial_territory) if territory and initial_territory else Relation.UNKNOWN
    if place is Relation.UNKNOWN or not initial or not other:
        return decide(Verdict.SHARE, "openstreetmap_guidelines", confidence=Confidence.MEDIUM)
    return openstreetmap(
        same_region=place is not Relation.DISJOINT, same_type=bool(initial & other), added_property=linked
    )


def openstreetmap(
    *,
    same_type: bool = True,
    same_region: bool = True,
    added_property: bool = False,
    mixed_property: bool = False,
    transformation: Transformation = Transformation.SUBSTANTIAL,
    geocoding: bool = False,
    features: int | None = None,
    repeated: bool = False,
) -> Decision:
    """Whether data joined to OpenStreetMap fall under share-alike, as its community reads the ODbL.

    ``same_type``: both hold features of one type; ``added_property``: a property is added to features of OpenStreetMap,
    ``mixed_property``: filled from both; ``geocoding``: only coordinates were asked for; ``features``: how many were
    taken, where that is known. These readings are guidelines: none is surer than medium.
    """
    if features is not None and features < _INSUBSTANTIAL and not repeated:
        return decide(Verdict.NO_SHARE, "osm_insubstantial", confidence=Confidence.MEDIUM)
    if geocoding:
        verdict = Verdict.REVIEW if repeated else Verdict.NO_SHARE
        return decide(verdict, "osm_geocoding", confidence=Confidence.MEDIUM)
    if transformation == Transformation.TRIVIAL:
        return decide(Verdict.NO_SHARE, "trivial_change", confidence=Confidence.MEDIUM)
    if not same_region:
        return decide(Verdict.NO_SHARE, "osm_other_region", confidence=Confidence.MEDIUM)
    if mixed_property:
        return decide(Verdict.SHARE, "osm_mixed_property", confidence=Confidence.MEDIUM)
    if same_type:
        return decide(Verdict.SHARE, "osm_same_type", confidence=Confidence.MEDIUM)
    if added_property:
        return decide(Verdict.REVIEW, "osm_added_property", confidence=Confidence.MEDIUM)
    return decide(Verdict.NO_SHARE, "osm_other_type", confidence=Confidence.MEDIUM)


def column_scope(
    profile: Profile,
    *,
    initial_keywords: Iterable[str],
    initial_territory: Territory,
    keywords: Iterable[str],
    territory: Territory,
    linked: bool = False,
) -> Decision:
    """Whether a column falls under share-alike under the licensor's reading, from what the metadata tell."""
    if profile == Profile.STRICT:
        return decide(Verdict.SHARE, "whole_derived_database")
    if profile == Profile.OSMF:
        return _openstreetmap(theme(initial_keywords), initial_territory, theme(keywords), territory, linked=linked)
    found = same_theme_and_territory(
        initial_keywords=initial_keywords,
        initial_territory=initial_territory,
        keywords=keywords,
        territory=territory,
        linked=linked,
    )
    if profile == Profile.NAP and found.verdict is Verdict.SHARE:
        return decide(Verdict.REVIEW, "four_criteria_to_check", confidence=Confidence.MEDIUM)
    return found
