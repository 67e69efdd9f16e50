"""docs/use/ckan-api.md against the actions."""

from pathlib import Path

import pytest

from parvis.web.api.ckan.actions import ACTIONS, explained
from parvis.web.api.ckan.conditions import fields

PAGE = (Path(__file__).parents[4] / "docs/use/ckan-api.md").read_text()


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_is_on_the_page_and_explained(name: str) -> None:
    assert f"`{name}`" in PAGE
    assert explained(name)


def test_every_field_is_on_the_page() -> None:
    assert [name for name in fields() if f"`{name}`" not in PAGE] == []
