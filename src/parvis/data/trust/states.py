"""What each signal can be found to be; the order of a class goes from nothing to everything."""

from __future__ import annotations

from enum import StrEnum


class Sector(StrEnum):
    """What the publisher is. ``PUBLIC_MISSION``: a private body that runs a public service for a public one."""

    UNKNOWN = "unknown"
    NON_PUBLIC = "non_public"
    PUBLIC_MISSION = "public_mission"
    PUBLIC = "public"


class Outcome(StrEnum):
    """What the last confirmed check of a distribution found."""

    DOWN = "DOWN"
    FORBIDDEN = "FORBIDDEN"
    WRONG_CONTENT = "WRONG_CONTENT"
    UNVERIFIED = "UNVERIFIED"
    IMPAIRED = "IMPAIRED"
    DEGRADED = "DEGRADED"
    OK_RESTRICTED = "OK_RESTRICTED"
    OK = "OK"


# Outcomes that count as up: those worth 60 points or more.
GOOD = frozenset({Outcome.OK, Outcome.OK_RESTRICTED, Outcome.DEGRADED, Outcome.IMPAIRED})


class Openness(StrEnum):
    """What the licence found lets people do; ``UNMAPPED``: a text that no known licence answers to."""

    NONE = "none"
    UNMAPPED = "unmapped"
    CLOSED = "closed"
    RESTRICTED = "restricted"
    OPEN = "open"


class Match(StrEnum):
    """How sure the identification of the licence is."""

    GENERIC = "generic"
    FAMILY = "family"
    ASSUMED_VERSION = "assumed_version"
    PLATFORM = "platform"
    EXACT = "exact"


class Access(StrEnum):
    """Who may see the dataset."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    PRIVATE = "private"


# Fields of the completeness axis, in the order in which they are shown.
FIELDS = (
    "description",
    "publisher",
    "identifier",
    "issued",
    "license",
    "landing_page",
    "contact_point",
    "keywords",
    "theme",
    "spatial",
    "temporal",
    "frequency",
    "language",
)
# States of the proofs of officialness, from the weakest; none of them: no proof.
PROOFS: dict[str, tuple[str, ...]] = {
    "identity": ("well_formed", "registered"),
    "legal_nature": ("public",),
    "domain_control": ("email", "listed", "controlled"),
    "attestation": ("flagged", "certified"),
    "provenance": ("yes",),
    "review": ("yes",),
}
API_STATES = ("endpoint", "described")
SCHEMA_STATES = ("typed", "described")
SCORED_ROLES = frozenset({"data", "api"})
