"""Producers are offered what they may lawfully choose."""

from typing import Any

import pytest
from tests.data.licensing.test_normalization import rows

from parvis.data.licensing.names import license_url
from parvis.data.licensing.offers import Producer, offered, verdict
from parvis.data.licensing.registry import get


@pytest.mark.parametrize("row", rows("producers"), ids=lambda row: row["name"])
def test_verdicts(row: dict[str, Any]) -> None:
    assert verdict(get(row["license"]), Producer(**row["producer"])).lawful is row["lawful"]


def test_french_administrations_choose_from_the_list() -> None:
    offer = offered(Producer(french_administration=True))
    assert {entry.id for entry in offer.licenses} == {"etalab-2.0", "LicenseRef-LO-1.0", "ODbL-1.0"}
    assert offer.default.id == "LicenseRef-FR-CRPA-default"


def test_others_may_choose_any_text() -> None:
    offer = offered(Producer())
    assert {"CC-BY-SA-4.0", "CC0-1.0", "ODbL-1.0"} <= {entry.id for entry in offer.licenses}
    assert offer.default.id == "LicenseRef-notspecified"


def test_names_of_portals_keep_their_addresses() -> None:
    assert license_url("CC BY") == "https://creativecommons.org/licenses/by/4.0/"
    assert license_url("CC0 1.0") == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert license_url("ODbL") == "https://opendatacommons.org/licenses/odbl/"
    assert license_url("Licence Ouverte") == "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
    assert license_url("otvorena dozvola") is None
