"""What the fields of a dataset hold: read with the keyboard, on a narrow screen, with everything open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import faults
from tests.journeys.test_keyboard import reach

ADDRESS = "/explore/dataset/departements/information/"
# The worker computes the statistics moments after the publication.
ATTEMPTS = 60


def measured(page: Page) -> Page:
    """The page, once it has the statistics."""
    for _ in range(ATTEMPTS):
        page.goto(ADDRESS)
        if page.locator(".table-schema").count():
            return page
        page.wait_for_timeout(500)
    raise AssertionError("the statistics were not computed")


def open_all(page: Page) -> None:
    """Open every disclosure, without scripts of ours."""
    page.evaluate("document.querySelectorAll('main details').forEach(element => { element.open = true })")


@pytest.mark.parametrize(("theme", "language", "width"), [("light", "fr", 1280), ("dark", "en", 320)])
def test_fields_and_examples_break_no_rule_and_fit(visitor: Visitor, theme: str, language: str, width: int) -> None:
    page = measured(visitor(theme=theme, language=language, width=width))
    open_all(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_distribution_is_opened_with_the_keyboard(visitor: Visitor) -> None:
    page = measured(visitor(language="en", scripts=False))
    summary = page.locator(".table-schema summary").first
    reach(page, summary)
    page.keyboard.press("Enter")
    expect(page.locator(".table-schema details[open]")).to_have_count(1)
