"""The pages of sources say what the definitions say, and their examples can be used."""

from __future__ import annotations

import pytest
from tools import source_pages

from parvis.data.connectors.files.interface import checked_options
from parvis.data.connectors.files.kinds import KINDS


def test_pages_are_those_of_the_definitions() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in source_pages.FOLDER.glob("*.md")}
    assert written == source_pages.pages(), "run python tools/source_pages.py"


@pytest.mark.parametrize("name", KINDS)
def test_the_example_of_a_kind_is_accepted(name: str) -> None:
    given = {o.name: o.example or "VALUE" for o in KINDS[name].options if o.required and not o.secret}
    assert checked_options(KINDS[name], given)
