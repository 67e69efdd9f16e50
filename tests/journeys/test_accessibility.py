"""Every page, in both themes and both languages, against the rules a machine can check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visitor
from tests.journeys.places import PLACES

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
READERS = [("light", "fr"), ("dark", "en")]


def faults(page: Page) -> list[tuple[str, str]]:
    """Rules broken by the page, with the first place of each."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN, TAGS)
    assert found["passes"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]


@pytest.mark.parametrize(("theme", "language"), READERS)
@pytest.mark.parametrize("place", PLACES)
def test_a_page_breaks_no_rule(visitor: Visitor, place: str, theme: str, language: str) -> None:
    page = visitor(theme=theme, language=language)
    page.goto(PLACES[place])
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_count(1)
    assert faults(page) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_page_fits_the_width_of_320_pixels(visitor: Visitor, place: str) -> None:
    page = visitor(width=320)
    page.goto(PLACES[place])
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
