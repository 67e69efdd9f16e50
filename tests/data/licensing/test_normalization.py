"""Names, addresses and identifiers of catalogs lead to their licence, and never to another."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.normalized import Normalized
from parvis.data.licensing.registry import licenses

CASES = Path(__file__).parents[2] / "cases" / "licensing"
PRINTED = [
    (entry.id, text)
    for entry in licenses()
    for text in (entry.id, entry.name.en, entry.name.fr, *entry.addresses, *entry.identifiers.spdx)
]


def rows(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8")))


@pytest.mark.parametrize("row", rows("aliases"), ids=lambda row: row["alias"])
def test_aliases_resolve(row: dict[str, Any]) -> None:
    found = normalize(row["alias"], platform=row.get("platform"))
    assert found.license_id == row["license"]
    assert not row["alias"] or found.match == row["precision"]


@pytest.mark.parametrize("row", rows("normalisation"), ids=lambda row: row["name"])
def test_statements_are_read(row: dict[str, Any]) -> None:
    administration = row.get("french_administration", False)
    found = normalize(row["text"], platform=row.get("platform"), french_administration=administration)
    assert found.license_id == row["license"]
    assert not row["text"] or found.match == row["match"]
    assert sorted(found.flags) == row.get("flags", [])
    assert found.operator == row.get("operator")
    assert "candidates" not in row or list(found.candidates) == row["candidates"]


@given(st.sampled_from(PRINTED), st.sampled_from([str.upper, str.lower, lambda s: f"  {s} ", lambda s: s + "."]))
def test_what_the_registry_prints_comes_back(printed: tuple[str, str], variant: Any) -> None:
    license_id, text = printed
    assert normalize(variant(text)).license_id == license_id


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    found = normalize(text)
    assert isinstance(found, Normalized)
    assert 0 <= found.confidence <= 1
