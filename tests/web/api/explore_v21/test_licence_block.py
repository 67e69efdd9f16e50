"""What the metadata of a dataset say of its licence, beside the templates of the Explore API."""

from __future__ import annotations

from tests.web.api.conftest import Api


def test_the_licence_is_told_by_identifier_and_duties(api: Api) -> None:
    metas = api.json("/catalog/datasets/stations")["metas"]
    told = metas["parvis"]["license"]
    assert told["id"] == "etalab-2.0"
    assert told["must"] == ["credit_with_date"]
    assert "derivation" not in metas["parvis"]
    assert metas["default"]["license"]
