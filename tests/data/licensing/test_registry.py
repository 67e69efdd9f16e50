"""A domain adds its licences to the registry; it cannot take the place of a public one."""

from dataclasses import replace

import pytest

from parvis.data.licensing.facts import Alias, Text
from parvis.data.licensing.index import index
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import LicenseCollision, get, licenses, registry

PRIVATE = replace(
    get("LicenseRef-private"),
    id="LicenseRef-private-metro",
    name=Text("Metro terms", "Conditions du métro"),
    aliases=(Alias("cgu-metro"),),
)


def test_private_licence_is_recognised_in_its_domain_only() -> None:
    assert normalize("CGU métro", registry().extended([PRIVATE])).license_id == PRIVATE.id
    assert normalize("CGU métro").license_id is None


def test_taken_identifier_is_refused() -> None:
    with pytest.raises(LicenseCollision):
        registry().extended([replace(PRIVATE, id="odbl-1.0")])


def test_taken_name_is_refused() -> None:
    with pytest.raises(LicenseCollision):
        index(registry().extended([replace(PRIVATE, aliases=(Alias("Licence Ouverte"),))]))


def test_references_lead_to_entries() -> None:
    known = registry()
    assert len(known) == 61
    assert all(other in known for entry in licenses() for other in (*entry.versions, *entry.upgrade.to))
