"""From a question to a file without a mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Visitor

PATIENCE = 120


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, and check that the focus can be seen."""
    for _ in range(PATIENCE):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()


def follow(page: Page, target: Locator) -> None:
    """Reach a link and follow it."""
    reach(page, target)
    page.keyboard.press("Enter")


def test_search_filter_open_sort_export(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/")
    reach(page, page.get_by_role("combobox"))
    page.keyboard.type("departements")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Recherche\N{NO-BREAK SPACE}: departements – Données de France")
    follow(page, page.locator("a.facet-value", has_text="Territoires"))
    expect(page.get_by_role("list", name="Filtres actifs")).to_contain_text("Territoires")
    follow(page, page.get_by_role("link", name="Départements français", exact=True))
    follow(page, page.get_by_role("link", name="Tableau"))
    follow(page, page.get_by_role("columnheader", name="Nom").get_by_role("link"))
    expect(page.get_by_role("columnheader", name="Nom")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("tbody tr").first).to_contain_text("Ain")
    follow(page, page.get_by_role("link", name="Export", exact=True))
    with page.expect_download() as download:
        follow(page, page.get_by_role("link", name="Télécharger en CSV"))
    assert download.value.suggested_filename.endswith(".csv")


def test_the_first_stop_leads_to_the_content(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/explore/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_wrong_condition_is_explained_and_kept(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/explore/dataset/regions/table/")
    follow(page, page.get_by_role("link", name="Filtres"))
    reach(page, page.get_by_label("Condition dans le langage"))
    page.keyboard.type("nom lik 'x'")
    follow(page, page.locator("form.expert").get_by_role("button"))
    expect(page.get_by_role("alert")).to_contain_text("where")
    expect(page.get_by_label("Condition dans le langage")).to_have_value("nom lik 'x'")


def test_a_line_of_code_is_copied(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/explore/dataset/regions/api/")
    follow(page, page.locator("#answer").get_by_role("button", name="Copy").first)
    expect(page.locator("#live")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("http")
