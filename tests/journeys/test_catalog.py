"""Searching and filtering with scripts: suggestions, filters without a new page, theme of colours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visitor
from tests.journeys.places import PLACES

SHOTS = os.environ.get("PARVIS_SCREENSHOTS")
MARK = "window.parvisStays = true"


def opened(visitor: Visitor, address: str, **reader: object) -> Page:
    """The page at this address, its search field ready to suggest."""
    page = visitor(**reader)
    page.goto(address)
    expect(page.locator("parvis-suggest")).to_have_attribute("data-drawn", "")
    return page


def test_a_field_suggests_and_the_arrows_choose(visitor: Visitor) -> None:
    page = opened(visitor, "/")
    field = page.get_by_role("combobox")
    field.press_sequentially("départem", delay=10)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Départements français")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    field.press("Enter")
    expect(page).to_have_url("/explore/dataset/departements/information/")


def test_every_suggestion_can_be_pressed_over_what_follows_the_field(visitor: Visitor) -> None:
    page = opened(visitor, "/")
    page.get_by_role("combobox").press_sequentially("fr", delay=10)
    page.get_by_role("option").last.click()
    expect(page).not_to_have_url("/")


def test_escape_closes_suggestions_and_keeps_what_was_typed(visitor: Visitor) -> None:
    page = opened(visitor, "/explore/")
    field = page.get_by_role("combobox")
    field.press_sequentially("regoin", delay=10)
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("regoin")
    field.press("Enter")
    expect(page).to_have_url("/explore/?q=regoin")


def test_a_filter_changes_the_list_without_a_new_page(visitor: Visitor) -> None:
    page = opened(visitor, "/explore/")
    page.evaluate(MARK)
    page.locator("a.facet-value", has_text="Natural Earth").click()
    expect(page.locator("#results")).to_contain_text("1 jeu")
    expect(page).to_have_url("/explore/?refine.publisher=Natural+Earth")
    expect(page.locator("#live")).to_contain_text("1 jeu")
    expect(page.locator("a.facet-value", has_text="Natural Earth")).to_be_focused()
    assert page.evaluate("window.parvisStays") is True
    page.locator("a.facet-value", has_text="Etalab").click()
    expect(page.locator("#results")).to_contain_text("3 jeux")
    page.get_by_role("list", name="Filtres actifs").get_by_role("link").first.click()
    expect(page.locator("#results")).to_contain_text("2 jeux")
    expect(page.locator("#results")).to_be_focused()


def test_the_back_button_gives_back_the_list_before(visitor: Visitor) -> None:
    page = opened(visitor, "/explore/")
    whole = page.locator("#results").inner_text()
    page.locator("a.facet-value", has_text="Natural Earth").click()
    expect(page.locator("#results")).to_contain_text("1 jeu")
    page.go_back()
    expect(page.locator("#results")).to_have_text(whole)
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_chosen_theme_is_kept_by_the_next_page(visitor: Visitor) -> None:
    page = opened(visitor, "/")
    page.locator("[data-theme-choice=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("color", "rgb(231, 238, 236)")
    page.goto("/themes/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_theme_is_chosen_without_scripts(visitor: Visitor) -> None:
    page = visitor(scripts=False)
    page.goto("/explore/?q=regions")
    page.locator("[data-theme-choice=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("input[name=q]")).to_have_value("regions")


def test_suggestions_that_fail_leave_the_search(visitor: Visitor) -> None:
    page = opened(visitor, "/explore/")
    page.route("**/api/catalog/v1/**", lambda route: route.abort())
    page.get_by_role("combobox").press_sequentially("regions", delay=10)
    page.get_by_role("combobox").press("Enter")
    expect(page).to_have_url("/explore/?q=regions")


def test_a_module_that_fails_to_load_says_so_and_tries_again(visitor: Visitor) -> None:
    page = visitor()
    page.route("**/suggest-*.js", lambda route: route.abort())
    page.goto("/explore/")
    problem = page.locator("parvis-suggest .island-problem")
    expect(problem).to_be_visible()
    page.unroute("**/suggest-*.js")
    problem.get_by_role("button").click()
    expect(page.locator("parvis-suggest")).to_have_attribute("data-drawn", "")


@pytest.mark.skipif(SHOTS is None, reason="screenshots go to the folder PARVIS_SCREENSHOTS")
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_photographed(visitor: Visitor, place: str, theme: str, width: int) -> None:
    page = visitor(theme=theme, width=width)
    page.goto(PLACES[place])
    expect(page.locator("h1")).to_be_visible()
    path = Path(SHOTS or ".") / f"{place}-{theme}-{width}.png"
    page.screenshot(path=path, full_page=True)
    assert path.stat().st_size
