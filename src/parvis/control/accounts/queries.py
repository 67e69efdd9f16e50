"""Reading people and keys."""

from __future__ import annotations

from parvis.control.accounts.facts import Actor, KeyFacts, UserFacts
from parvis.control.accounts.models import ApiKey, User, normalised
from parvis.core.clock import iso
from parvis.core.errors import NotFound


def actor(email: str) -> Actor:
    """The actor behind a signed-in person; raises NotFound."""
    person = user(email)
    return Actor(person.email, operator=person.is_operator and person.is_active, user_id=person.id)


def user(email: str) -> UserFacts:
    """The person with this address, in any case of letters; raises NotFound."""
    found = User.objects.filter(email=normalised(email)).first()
    if found is None:
        raise NotFound(f"nobody has the address {email}")
    return user_facts(found)


def all_keys(domain: str | None = None) -> list[KeyFacts]:
    """Keys of one domain, or all, oldest first."""
    keys = ApiKey.objects.all()
    return [key_facts(key) for key in (keys.filter(domain=domain) if domain else keys)]


def user_facts(user: User) -> UserFacts:
    """The value that leaves this app."""
    return UserFacts(user.pk, user.email, user.is_operator, user.is_active)


def key_facts(key: ApiKey) -> KeyFacts:
    """The value that leaves this app."""
    return KeyFacts(
        id=key.pk,
        name=key.name,
        domain=key.domain,
        groups=tuple(key.groups),
        last=key.last,
        created=iso(key.created),
        revoked=key.revoked_at is not None,
    )
