"""Map backgrounds of other hosts: what may be offered, by whom, and what is announced."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import announced, audited
from tests.factories.portals import a_domain

from parvis.control.domains.actions import offer_basemap, withdraw_basemap
from parvis.control.domains.facts import InvalidBasemap
from parvis.control.domains.rules.backgrounds import checked_basemap, checked_basemaps
from parvis.core.errors import Forbidden, NotFound
from parvis.data.store.basemaps import Basemap, read
from parvis.data.store.entries import DomainChanged, from_dict, to_dict

PLAN = Basemap("Plan", "https://tiles.example.org/{z}/{x}/{y}.png", "© Example")


@pytest.mark.django_db
def test_a_manager_offers_and_readers_are_told() -> None:
    a_domain("lyon")
    found = offer_basemap(actor=manager("lyon"), slug="lyon", basemap=PLAN)
    assert found.basemaps == (PLAN,)
    told = announced()[-1]
    assert isinstance(told, DomainChanged)
    assert read(told.basemaps) == (PLAN,)
    assert from_dict(to_dict(told)) == told
    assert audited()[-1] == ("domain.basemaps", "lyon")


@pytest.mark.django_db
def test_the_same_name_replaces_and_one_is_first() -> None:
    a_domain("lyon")
    offer_basemap(actor=SYSTEM, slug="lyon", basemap=replace(PLAN, first=True))
    photos = replace(PLAN, name="Photos", first=True)
    assert [b.first for b in offer_basemap(actor=SYSTEM, slug="lyon", basemap=photos).basemaps] == [False, True]
    again = offer_basemap(actor=SYSTEM, slug="lyon", basemap=replace(PLAN, name="PLAN", zoom=12))
    assert [b.name for b in again.basemaps] == ["Photos", "PLAN"]
    assert withdraw_basemap(actor=SYSTEM, slug="lyon", name="plan").basemaps == (photos,)
    with pytest.raises(NotFound):
        withdraw_basemap(actor=SYSTEM, slug="lyon", name="plan")


@pytest.mark.django_db
def test_a_stranger_offers_nothing() -> None:
    a_domain("lyon")
    for actor in (STRANGER, manager("nord")):
        with pytest.raises(Forbidden):
            offer_basemap(actor=actor, slug="lyon", basemap=PLAN)


@pytest.mark.parametrize(
    "members",
    [
        {"name": " "},
        {"name": "x" * 61},
        {"attribution": ""},
        {"attribution": "a\nb"},
        {"kind": "wmts"},
        {"kind": "wms", "address": "https://wms.example.org/"},
        {"kind": "wms", "address": "https://wms.example.org/", "layers": "a b"},
        {"zoom": 0},
        {"zoom": 99},
        {"address": "https://tiles.example.org/{z}/{x}.png"},
        {"address": "http://tiles.example.org/{z}/{x}/{y}.png"},
        {"address": "https://*.example.org/{z}/{x}/{y}.png"},
        {"address": "https://tiles.example.org; script-src */{z}/{x}/{y}.png"},
        {"address": "https://user:word@tiles.example.org/{z}/{x}/{y}.png"},
        {"address": "https://localhost/{z}/{x}/{y}.png"},
        {"address": "javascript:alert({z}{x}{y})"},
        {"address": "//tiles.example.org/{z}/{x}/{y}.png"},
        {"address": "https://tiles.example.org/{z}/{x}/{y}.png" + "a" * 500},
    ],
)
def test_what_may_not_be_offered(members: dict[str, object]) -> None:
    with pytest.raises(InvalidBasemap):
        checked_basemap(replace(PLAN, **members))  # type: ignore[arg-type]


def test_what_may_be_offered() -> None:
    wms = replace(PLAN, name="WMS", kind="wms", address="https://wms.example.org:8443/ows?map=a", layers="bdortho,x:y")
    assert checked_basemaps([PLAN, wms]) == (PLAN, wms)
    assert wms.origin == "https://wms.example.org:8443"
    with pytest.raises(InvalidBasemap):
        checked_basemaps([PLAN, replace(PLAN, name="plan")])
    with pytest.raises(InvalidBasemap):
        checked_basemaps([replace(PLAN, name=f"n{n}") for n in range(11)])
