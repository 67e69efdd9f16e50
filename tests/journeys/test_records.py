"""The views of records: narrow, choose columns, read one record, ask the API."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import READERS, faults
from tests.journeys.test_keyboard import follow, reach

TABLE = "/explore/dataset/departements/table/"
PLACES = "/explore/dataset/pays/table/"
API = "/explore/dataset/departements/api/"


def total(page: Page) -> int:
    """The number in the heading of the rows."""
    return int(re.sub(r"\D", "", page.locator("#rows .number").first.inner_text()))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_filter_follows_from_view_to_view(visitor: Visitor, scripts: bool) -> None:
    page = visitor(language="en", scripts=scripts)
    page.goto(PLACES)
    whole = total(page)
    page.get_by_role("link", name="Filters").click()
    page.locator("#filter-pop-est > summary").click()
    page.locator("#min-pop-est").fill("50000000")
    page.get_by_role("button", name="Apply the filters").click()
    expect(page).to_have_url(re.compile(r"table/\?min\.pop_est=50000000&open=filters"))
    kept = total(page)
    assert 0 < kept < whole
    page.get_by_role("link", name="Export", exact=True).click()
    expect(page.get_by_role("heading", name="Current selection")).to_contain_text(str(kept))
    page.get_by_role("link", name="API", exact=True).click()
    expect(page.locator(".console-state")).to_contain_text(str(kept))
    page.get_by_role("list", name="Active filters").get_by_role("link").first.click()
    expect(page.locator(".console-state")).to_contain_text(str(whole))


def test_columns_by_keyboard(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto(TABLE)
    first = page.get_by_role("columnheader").nth(1)
    reach(page, first.get_by_role("button"))
    page.keyboard.press("Enter")
    menu = page.locator(".column-menu:popover-open")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(first.get_by_role("button")).to_be_focused()
    before = page.get_by_role("columnheader").count()
    page.keyboard.press("Enter")
    follow(page, menu.get_by_role("link", name="Hide"))
    expect(page.get_by_role("columnheader")).to_have_count(before - 1)


def test_columns_without_scripts(visitor: Visitor) -> None:
    page = visitor(language="en", scripts=False)
    page.goto(TABLE)
    page.locator(".columns-menu > summary").click()
    page.get_by_role("link", name="Move nom later", exact=False).first.click()
    expect(page).to_have_url(re.compile("columns="))
    page.locator(".columns-menu > summary").click()
    page.get_by_role("link", name="Back to the usual columns").click()
    expect(page).not_to_have_url(re.compile("columns="))


@pytest.mark.parametrize(("theme", "language"), READERS)
def test_a_record_and_its_neighbours(visitor: Visitor, theme: str, language: str) -> None:
    page = visitor(theme=theme, language=language)
    page.goto(f"{TABLE}?sort=nom")
    page.locator(".record-link").nth(1).click()
    expect(page.locator("h1")).to_have_count(1)
    assert faults(page) == []
    page.locator("a[rel=next]").click()
    expect(page).to_have_url(re.compile("at=2"))
    page.locator(".record-nav a[rel=prev]").click()
    expect(page).to_have_url(re.compile("at=1"))


def test_a_record_fits_a_narrow_screen(visitor: Visitor) -> None:
    page = visitor(width=320)
    page.goto(PLACES)
    page.locator(".record-link").first.click()
    expect(page.locator(".record")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def written_anew(editor: Locator, text: str) -> None:
    """Replace all that an editor holds, as a person who pastes does."""
    editor.press("Control+a")
    editor.page.keyboard.insert_text(text)
    expect(editor).to_have_text(text)


def test_a_query_is_completed_checked_and_asked(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto(API)
    expect(page.locator("parvis-odsql[data-drawn]")).to_have_count(4)
    where = page.locator("parvis-odsql[data-clause=where]")
    editor = where.locator(".cm-content")
    editor.click()
    editor.press_sequentially("reg", delay=30)
    expect(where.locator(".cm-tooltip-autocomplete li").first).to_contain_text("region")
    page.keyboard.press("Escape")
    written_anew(editor, "nothing = 1")
    expect(where.locator(".cm-lintRange-error")).to_have_text("nothing")
    expect(where.locator(".odsql-state")).to_contain_text("Unknown field")
    written_anew(editor, "region = '84'")
    expect(where.locator(".odsql-state")).to_contain_text("records match")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("where=region"))
    expect(page.locator("#answer .console-state")).to_contain_text("12")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()
    assert faults(page) == []


def test_the_console_works_without_scripts(visitor: Visitor) -> None:
    page = visitor(language="en", scripts=False)
    page.goto(API)
    page.locator("#console-where").fill("nom = 1")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("where")
    page.locator("#console-where").fill("region = '84'")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#answer tbody tr")).to_have_count(12)


def test_a_file_with_options(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto("/explore/dataset/departements/export/")
    csv = page.locator(".format").first
    csv.locator("summary").click()
    csv.get_by_label("Column separator").select_option(",")
    with page.expect_download() as download:
        csv.get_by_role("button").click()
    assert download.value.path().read_text(encoding="utf-8-sig").splitlines()[0].count(",") >= 2


def test_months_are_turned(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto("/explore/dataset/vacances-scolaires/calendar/?month=2026-02")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("February 2026")
    follow(page, page.get_by_role("link", name="Next month"))
    expect(page.get_by_role("heading", level=2).first).to_contain_text("March 2026")
