"""Parents of a dataset are named to those who may see them."""

from __future__ import annotations

from typing import Any

from tests.factories.published import Installation

from parvis.data.serving import datasets
from parvis.data.serving.access import ANONYMOUS, Caller
from parvis.data.serving.reader import Reader
from parvis.data.store.manifest import Grant

PARENT = {"how": "join", "dataset_id": "staff", "title": "Staff", "license": "ODbL", "license_id": "ODbL-1.0"}
OUTSIDE = {"how": "declared", "url": "https://example.org/", "license": "CC0", "license_id": "CC0-1.0"}


def shown(reader: Reader, caller: Caller) -> list[dict[str, Any]]:
    domain = reader.domain("lyon.test")
    derivation = datasets.get(reader, domain, caller, "trees").manifest.derivation
    assert derivation is not None
    return [dict(parent) for parent in derivation["parents"]]


def test_a_parent_is_named_to_who_may_see_it_now(installation: Installation, reader: Reader) -> None:
    installation.dataset("staff", grants=(Grant("staff"),), restricted=True)
    installation.dataset("trees", derivation={"parents": [PARENT, OUTSIDE], "lawful": [], "share_alike": []})
    reader.refresh()
    assert shown(reader, Caller(frozenset({"public", "staff"}))) == [PARENT, OUTSIDE]
    hidden = {"how": "join", "license": "ODbL", "license_id": "ODbL-1.0", "hidden": True}
    assert shown(reader, ANONYMOUS) == [hidden, OUTSIDE]
