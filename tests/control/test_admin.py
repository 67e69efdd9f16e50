"""Django's admin is the operator's, and only to look at."""

import pytest
from django.contrib import admin
from django.test import Client
from tests.factories.actors import SYSTEM
from tests.factories.portals import a_dataset, a_domain

from parvis.control.accounts.actions import create_key, create_user
from parvis.control.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.control.admin_urls")]
OURS = [model for model in admin.site._registry if model.__module__.startswith("parvis.")]


@pytest.fixture
def visitor(client: Client):
    """A function that signs somebody in."""

    def signed_in(*, is_operator: bool) -> Client:
        email = "somebody@example.org"
        create_user(actor=SYSTEM, email=email, password="correct horse battery", is_operator=is_operator)
        client.force_login(User.objects.get(email=email))
        return client

    return signed_in


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_the_operator_looks_and_changes_nothing(visitor, model):
    client = visitor(is_operator=True)
    a_domain("lyon")
    a_dataset()
    create_key(actor=SYSTEM, name="k", domain="lyon")
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}add/").status_code == 403
    first = model.objects.first()
    if first is not None:
        assert client.get(f"{address}{first.pk}/change/").status_code == 200
        assert client.post(f"{address}{first.pk}/delete/", {"post": "yes"}).status_code == 403


def test_others_stay_outside(visitor, client: Client):
    assert client.get("/admin/").status_code == 302
    assert visitor(is_operator=False).get("/admin/").status_code == 302


def test_hashes_are_not_shown(visitor):
    client = visitor(is_operator=True)
    key = create_key(actor=SYSTEM, name="k", domain="lyon")
    page = client.get(f"/admin/accounts/apikey/{key.id}/change/").content.decode()
    assert key.secret not in page
    assert "hash" not in page.lower().replace("#", "")
