"""Domains: one default, no shared host name, every change announced whole."""

import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import announced, audited
from tests.factories.portals import a_domain

from parvis.control.domains import queries
from parvis.control.domains.actions import create_domain, create_key, ensure_domain, update_domain
from parvis.control.domains.facts import DomainExists, InvalidDomain
from parvis.core.errors import Forbidden, NotFound
from parvis.data.store.entries import DomainChanged

pytestmark = pytest.mark.django_db


def test_the_first_domain_is_the_default_and_answers_on_this_machine():
    domain = a_domain("lyon", tagline="Data of the town")
    assert domain.is_default
    assert domain.hosts == ("lyon.localhost", "localhost", "127.0.0.1")
    assert announced() == [DomainChanged("lyon", "Lyon", domain.hosts, True, "fr", False, "Data of the town")]
    assert audited() == [("domain.create", "lyon")]


def test_a_new_default_takes_the_place_of_the_former_one():
    a_domain("lyon")
    a_domain("paris", is_default=True)
    assert [(d.slug, d.is_default) for d in queries.all_domains()] == [("paris", True), ("lyon", False)]
    latest = {e.slug: e.is_default for e in announced() if isinstance(e, DomainChanged)}
    assert latest == {"lyon": False, "paris": True}
    assert queries.get_domain().slug == "paris"


def test_host_names_are_normalised_and_kept_in_order():
    domain = a_domain("lyon", hosts=["Données.Lyon.FR.", "data.lyon.fr", "DATA.lyon.fr"])
    assert domain.hosts == ("xn--donnes-eva.lyon.fr", "data.lyon.fr")


@pytest.mark.parametrize("host", ["http://lyon.fr", "lyon.fr:8000", "lyon.fr/x", "-a.fr", "a b", "", "a" * 64 + ".fr"])
def test_what_is_not_a_host_name_is_refused(host: str):
    with pytest.raises(InvalidDomain):
        a_domain("lyon", hosts=[host])
    assert queries.all_domains() == []


@pytest.mark.parametrize("values", [{"slug": "Lyon"}, {"slug": "-x"}, {"title": " "}, {"language": "de"}])
def test_what_cannot_be_a_domain_is_refused(values: dict):
    with pytest.raises(InvalidDomain):
        a_domain(**values)
    assert announced() == []


def test_a_slug_and_a_host_name_belong_to_one_domain():
    a_domain("lyon", hosts=["data.fr"])
    with pytest.raises(DomainExists):
        a_domain("lyon")
    with pytest.raises(DomainExists, match=r"data\.fr belongs to the domain lyon"):
        a_domain("paris", hosts=["data.fr"])
    assert [d.slug for d in queries.all_domains()] == ["lyon"]


def test_a_manager_changes_words_but_not_hosts():
    a_domain("lyon")
    changed = update_domain(actor=manager("lyon"), slug="lyon", title="Lyon ouvert", private=True)
    assert (changed.title, changed.private) == ("Lyon ouvert", True)
    with pytest.raises(Forbidden):
        update_domain(actor=manager("lyon"), slug="lyon", hosts=["data.gouv.fr"])
    with pytest.raises(Forbidden):
        update_domain(actor=manager("paris"), slug="lyon", title="Mine")
    assert queries.get_domain("lyon") == changed
    assert audited() == [("domain.create", "lyon"), ("domain.update", "lyon")]


def test_the_operator_moves_hosts_and_default():
    a_domain("lyon")
    a_domain("paris")
    update_domain(actor=SYSTEM, slug="paris", hosts=["paris.fr"], is_default=True)
    assert queries.get_domain().hosts == ("paris.fr",)
    assert not queries.get_domain("lyon").is_default


def test_only_the_operator_creates_domains():
    with pytest.raises(Forbidden):
        create_domain(actor=STRANGER, slug="mine", title="Mine")
    with pytest.raises(Forbidden):
        ensure_domain(actor=STRANGER)
    assert (queries.all_domains(), audited(), announced()) == ([], [], [])


def test_the_default_domain_is_made_once():
    first = ensure_domain(actor=SYSTEM)
    assert ensure_domain(actor=SYSTEM) == first
    assert len(announced()) == 1


def test_an_absent_domain_is_told_with_the_way_out():
    with pytest.raises(NotFound) as caught:
        queries.get_domain()
    assert "parvis domain create" in (caught.value.hint or "")
    with pytest.raises(NotFound):
        update_domain(actor=SYSTEM, slug="absent", title="x")


def test_a_key_opens_a_domain_that_exists():
    a_domain("lyon")
    with pytest.raises(NotFound):
        create_key(actor=SYSTEM, name="k", domain="lion")
    assert create_key(actor=SYSTEM, name="k", domain="lyon").secret
    assert create_key(actor=SYSTEM, name="all", operator=True).secret
