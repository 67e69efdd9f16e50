"""Changing people and keys."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from parvis.control.accounts.facts import AccountExists, Actor, InvalidAccount, NewKey, UserFacts
from parvis.control.accounts.models import ApiKey, User, normalised
from parvis.control.accounts.queries import user_facts
from parvis.control.accounts.rules import checked_groups, key_hash, require_manager, require_operator
from parvis.control.audit.actions import record
from parvis.control.outbox.actions import announce
from parvis.core.clock import now
from parvis.core.errors import NotFound
from parvis.core.ids import api_key
from parvis.data.store.entries import KeyChanged, to_dict
from parvis.data.store.manifest import OPERATOR, PUBLIC


@transaction.atomic
def create_user(*, actor: Actor, email: str, password: str, is_operator: bool = False) -> UserFacts:
    """Create a person who may sign in. Operator only.

    Errors: Forbidden, InvalidAccount (address or password), AccountExists.
    """
    require_operator(actor)
    email = normalised(email)
    _check(lambda: validate_email(email), f"{email!r} is not an e-mail address")
    _check(lambda: validate_password(password, User(email=email)), "the password is too weak")
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, is_operator=is_operator)
    except IntegrityError as error:
        raise AccountExists(f"{email} has an account already") from error
    record(actor=actor.label, action="user.create", object=email, detail={"is_operator": is_operator})
    return user_facts(user)


@transaction.atomic
def set_password(*, actor: Actor, email: str, password: str) -> None:
    """Give a person a new password. The operator, or the person.

    Sessions of that person end. Errors: Forbidden, NotFound, InvalidAccount.
    """
    user = User.objects.select_for_update().filter(email=normalised(email)).first()
    if user is None or user.pk != actor.user_id:
        require_operator(actor)
    if user is None:
        raise NotFound(f"nobody has the address {email}")
    _check(lambda: validate_password(password, user), "the password is too weak")
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actor=actor.label, action="user.password", object=user.email)


@transaction.atomic
def create_key(
    *, actor: Actor, name: str, domain: str | None = None, groups: tuple[str, ...] = (), operator: bool = False
) -> NewKey:
    """Create an API key for one domain (its managers) or for everything (operator). The secret is returned once.

    Announces the key to the read processes. Errors: Forbidden, InvalidAccount.
    """
    if operator == (domain is not None):
        raise InvalidAccount("a key is either for one domain or for the operator")
    if domain is None:
        require_operator(actor)
    else:
        require_manager(actor, domain)
    if not name.strip():
        raise InvalidAccount("a key needs a name")
    reserved = {PUBLIC, OPERATOR} & set(groups)
    if reserved:
        raise InvalidAccount(f"the group {reserved.pop()} cannot be given to a key")
    secret = api_key()
    key = ApiKey.objects.create(
        id=secrets.token_hex(4),
        hash=key_hash(secret),
        last=secret[-4:],
        name=name.strip()[:120],
        owner_id=actor.user_id,
        domain=domain,
        groups=[OPERATOR] if operator else list(checked_groups(tuple(groups))),
    )
    record(actor=actor.label, action="key.create", object=key.pk, domain=domain, detail={"groups": key.groups})
    _announce(key)
    return NewKey(key.pk, secret)


@transaction.atomic
def revoke_key(*, actor: Actor, key_id: str) -> None:
    """Revoke a key; it opens nothing two seconds later. Its domain's managers, or the operator. Harmless when repeated.

    Announces it to the read processes. Errors: Forbidden, NotFound.
    """
    key = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None or key.domain is None:
        require_operator(actor)
    if key is None:
        raise NotFound(f"there is no key {key_id}", hint="`parvis key list` shows them")
    if key.domain is not None:
        require_manager(actor, key.domain)
    if key.revoked_at is not None:
        return
    key.revoked_at = now()
    key.save(update_fields=["revoked_at"])
    record(actor=actor.label, action="key.revoke", object=key.pk, domain=key.domain)
    _announce(key)


def _announce(key: ApiKey) -> None:
    entry = KeyChanged(key.pk, key.hash, key.domain, tuple(key.groups), key.revoked_at is not None)
    announce(to_dict(entry))


def _check(validate: Callable[[], object], message: str) -> None:
    """Run one of Django's validators and say what it says as an error of ours."""
    try:
        validate()
    except ValidationError as error:
        raise InvalidAccount(message, hint=" ".join(error.messages)) from error
