"""Actors, users and keys as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from parvis.core.errors import ParvisError


class InvalidAccount(ParvisError):
    """An address, a password or a name that cannot be used."""

    code = "InvalidAccount"
    status = 422


class AccountExists(ParvisError):
    """Somebody has this address already."""

    code = "AccountExists"
    status = 409


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a name for the audit, and what they may do.

    ``operator`` may do everything; ``domains`` are the slugs of the domains that the actor manages.
    """

    label: str
    operator: bool = False
    domains: frozenset[str] = frozenset()
    user_id: int | None = None

    @classmethod
    def system(cls) -> Actor:
        """The command line and background work: whoever reaches the machine."""
        return cls("system", operator=True)

    def manages(self, domain: str) -> bool:
        """Whether the actor may change this domain and what is on it."""
        return self.operator or domain in self.domains


@dataclass(frozen=True, slots=True)
class UserFacts:
    """One person who may sign in."""

    id: int
    email: str
    is_operator: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """One API key without its secret. ``domain`` None opens all domains; ``last`` are the last four characters."""

    id: str
    name: str
    domain: str | None
    groups: tuple[str, ...]
    last: str
    created: str
    revoked: bool

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {**asdict(self), "groups": list(self.groups)}


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: the only time that its secret is known."""

    id: str
    secret: str
