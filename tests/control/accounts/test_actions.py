"""People and keys: each change leaves an audit line, keys reach the feed, and nobody gets more than their right."""

import hashlib

import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import announced, audited

from parvis.control.accounts import actions, queries
from parvis.control.accounts.facts import AccountExists, Actor, InvalidAccount
from parvis.control.accounts.models import User
from parvis.core.errors import Forbidden, NotFound
from parvis.data.store.entries import KeyChanged
from parvis.data.store.manifest import OPERATOR

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def test_a_user_is_created_with_an_argon2_password_and_found_in_any_case():
    created = actions.create_user(actor=SYSTEM, email=" Ada@Example.org ", password=PASSWORD)
    assert created.email == "ada@example.org"
    assert queries.user("ADA@example.ORG") == created
    stored = User.objects.get()
    assert stored.password.startswith("argon2")
    assert stored.check_password(PASSWORD)
    assert audited() == [("user.create", "ada@example.org")]


@pytest.mark.parametrize(("email", "password"), [("not an address", PASSWORD), ("a@example.org", "short")])
def test_a_bad_address_or_password_is_told_and_creates_nobody(email: str, password: str):
    with pytest.raises(InvalidAccount) as caught:
        actions.create_user(actor=SYSTEM, email=email, password=password)
    assert caught.value.hint
    assert not User.objects.exists()


def test_an_address_belongs_to_one_person():
    actions.create_user(actor=SYSTEM, email="a@example.org", password=PASSWORD)
    with pytest.raises(AccountExists):
        actions.create_user(actor=SYSTEM, email="A@example.org", password=PASSWORD)
    assert User.objects.count() == 1


def test_a_person_changes_their_own_password_and_nobody_elses():
    for email in ("a@example.org", "b@example.org"):
        actions.create_user(actor=SYSTEM, email=email, password=PASSWORD)
    person = queries.actor("a@example.org")
    actions.set_password(actor=person, email="a@example.org", password="another long one")
    with pytest.raises(Forbidden):
        actions.set_password(actor=person, email="b@example.org", password="another long one")
    with pytest.raises(Forbidden):
        actions.set_password(actor=person, email="absent@example.org", password="another long one")
    assert User.objects.get(email="a@example.org").check_password("another long one")
    assert User.objects.get(email="b@example.org").check_password(PASSWORD)


def test_only_the_operator_opens_the_admin():
    actions.create_user(actor=SYSTEM, email="op@example.org", password=PASSWORD, is_operator=True)
    actions.create_user(actor=SYSTEM, email="a@example.org", password=PASSWORD)
    rights = {u.email: (u.is_staff, u.is_superuser, u.has_perm("x.y")) for u in User.objects.all()}
    assert rights == {"op@example.org": (True, True, True), "a@example.org": (False, False, False)}


def test_a_key_is_announced_by_its_hash_and_its_secret_is_stored_nowhere():
    key = actions.create_key(actor=manager("lyon"), name="team", domain="lyon", groups=("b", "a"))
    hashed = hashlib.sha256(key.secret.encode()).hexdigest()
    assert announced() == [KeyChanged(key.id, hashed, "lyon", ("a", "b"))]
    assert audited() == [("key.create", key.id)]
    (listed,) = queries.all_keys("lyon")
    assert (listed.last, listed.revoked) == (key.secret[-4:], False)
    assert key.secret not in str(listed.to_dict())


def test_a_revoked_key_is_announced_once():
    key = actions.create_key(actor=SYSTEM, name="all", operator=True)
    for _ in range(2):
        actions.revoke_key(actor=SYSTEM, key_id=key.id)
    entries = announced()
    assert [(e.groups, e.domain, e.revoked) for e in entries if isinstance(e, KeyChanged)] == [
        ((OPERATOR,), None, False),
        ((OPERATOR,), None, True),
    ]
    assert audited() == [("key.create", key.id), ("key.revoke", key.id)]


@pytest.mark.parametrize("actor", [STRANGER, manager("paris")])
def test_keys_of_a_domain_are_its_managers_business(actor: Actor):
    key = actions.create_key(actor=SYSTEM, name="team", domain="lyon")
    everything = actions.create_key(actor=SYSTEM, name="all", operator=True)
    before = (audited(), queries.all_keys(), announced())
    for attempt in (
        lambda: actions.create_key(actor=actor, name="mine", domain="lyon"),
        lambda: actions.create_key(actor=actor, name="mine", operator=True),
        lambda: actions.revoke_key(actor=actor, key_id=key.id),
        lambda: actions.revoke_key(actor=actor, key_id=everything.id),
        lambda: actions.revoke_key(actor=actor, key_id="absent"),
        lambda: actions.create_user(actor=actor, email="x@example.org", password=PASSWORD),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert (audited(), queries.all_keys(), announced()) == before


@pytest.mark.parametrize(
    "values",
    [
        {"name": " ", "domain": "lyon"},
        {"name": "k", "domain": "lyon", "groups": ("operator",)},
        {"name": "k", "domain": "lyon", "groups": ("public",)},
        {"name": "k", "domain": "lyon", "groups": ("Not a group",)},
        {"name": "k", "domain": "lyon", "operator": True},
        {"name": "k"},
    ],
)
def test_a_key_cannot_be_more_than_a_key(values: dict):
    with pytest.raises(InvalidAccount):
        actions.create_key(actor=SYSTEM, **values)
    assert queries.all_keys() == []


def test_an_unknown_key_is_told():
    with pytest.raises(NotFound):
        actions.revoke_key(actor=SYSTEM, key_id="absent")
