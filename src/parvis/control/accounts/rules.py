"""Who may do what, and what a key looks like once hashed."""

from __future__ import annotations

import hashlib
import re

from parvis.control.accounts.facts import Actor, InvalidAccount
from parvis.core.errors import Forbidden

GROUP = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def require_operator(actor: Actor) -> None:
    """Raise Forbidden unless the actor runs the installation."""
    if not actor.operator:
        raise Forbidden("only the operator may do this")


def require_manager(actor: Actor, domain: str) -> None:
    """Raise Forbidden unless the actor manages this domain."""
    if not actor.manages(domain):
        raise Forbidden(f"{actor.label} may not change the domain {domain}")


def key_hash(secret: str) -> str:
    """SHA-256 of a key's secret, in hexadecimal. Secrets have 160 random bits: no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def checked_groups(groups: tuple[str, ...]) -> tuple[str, ...]:
    """The groups, once each and sorted; raises InvalidAccount for a name that is not one."""
    for group in groups:
        if not GROUP.fullmatch(group):
            raise InvalidAccount(
                f"{group!r} is not a group name", hint="use lower case letters, digits, - and _, at most 60"
            )
    return tuple(sorted(set(groups)))
