"""The evidence document: all that a score is computed from, as frozen values and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.core.errors import ParvisError
from parvis.data.trust.states import FIELDS, Access, Match, Openness, Outcome, Sector


class InvalidEvidence(ParvisError):
    """A member of an evidence document is missing or has a value that does not exist; the message names it."""

    code = "InvalidEvidence"
    status = 422


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at (``label``, ``url``), when (``at``, ISO 8601), and the result (``status``); all optional."""

    type: str = ""
    label: str | None = None
    at: str | None = None
    url: str | None = None
    status: int | None = None
    hash: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON object without empty members."""
        values = {
            "type": self.type or None,
            "label": self.label,
            "at": self.at,
            "url": self.url,
            "status": self.status,
            "hash": self.hash,
        }
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes. ``proofs`` maps the proofs of officialness to their state; absent: none."""

    declared: bool = False
    name: str | None = None
    sector: Sector = Sector.UNKNOWN
    sector_source: str | None = None
    mandate: bool = False
    contradicted: bool = False
    proofs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class License:
    """The licence found. ``conflict``: the sources contradict each other; ``url_alive``: its full text answers."""

    openness: Openness = Openness.NONE
    match: Match = Match.EXACT
    url_alive: bool = False
    conflict: bool = False
    declared: tuple[str, ...] = ()
    normalised: str | None = None
    alias: str | None = None
    category: str = "none"
    redistributable: bool = False
    attribution: bool = False
    share_alike: bool = False
    commercial_use: bool = False


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file or service. ``checked_at`` None: never; ``checks`` and ``ok`` count 30 days; intervals in seconds."""

    id: str
    role: str = "data"
    outcome: Outcome = Outcome.UNVERIFIED
    checked_at: str | None = None
    interval_s: int = 86_400
    checks: int = 0
    ok: int = 0
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """What a program finds. ``api`` and ``schema`` are a state or None."""

    documentation: bool = False
    landing_page: bool = False
    api: str | None = None
    schema: str | None = None
    embedded_metadata: bool = False
    fetchable: bool = False
    package: bool = False
    agent_entry: bool = False


@dataclass(frozen=True, slots=True)
class Suspension:
    """A legal takedown in force."""

    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything known of one dataset at ``as_of`` (ISO 8601). ``proofs`` are by axis and point: ``agent.api``.

    Distributions are sorted by identifier: their order means nothing.
    """

    method: str
    as_of: str
    dataset: str
    domain: str = ""
    access: Access = Access.PUBLIC
    suspension: Suspension | None = None
    publisher: Publisher = field(default_factory=Publisher)
    fields: frozenset[str] = frozenset()
    license: License = field(default_factory=License)
    distributions: tuple[Distribution, ...] = ()
    agent: Agent = field(default_factory=Agent)
    proofs: Mapping[str, Proof] = field(default_factory=dict)

    def field_states(self) -> dict[str, bool]:
        """Whether each recommended field is filled, in their order."""
        return {name: name in self.fields for name in FIELDS}
