"""The same portal for a browser that runs no script."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.journeys.conftest import Visitor


def test_search_filter_page_and_language_are_links_and_forms(visitor: Visitor) -> None:
    page = visitor(scripts=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("regions")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="Régions françaises", exact=True).click()
    page.get_by_role("link", name="Tableau").click()
    expect(page.locator("tbody tr")).not_to_have_count(0)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("link", name="Table", exact=True)).to_have_attribute("aria-current", "page")
    page.goto("/explore/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_filters_open_on_a_small_screen(visitor: Visitor) -> None:
    page = visitor(scripts=False, width=360)
    page.goto("/explore/")
    choice = page.locator("a.facet-value", has_text="Territoires")
    expect(choice).to_be_hidden()
    page.locator("summary", has_text="Filtres").click()
    choice.click()
    expect(page.get_by_role("list", name="Filtres actifs")).to_contain_text("Territoires")
