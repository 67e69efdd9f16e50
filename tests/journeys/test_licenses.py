"""Licences without a mouse and without scripts."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.journeys.conftest import Visitor
from tests.journeys.test_keyboard import follow, reach


def test_sources_are_compared_with_the_keyboard(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto("/licenses/compatibility/")
    reach(page, page.locator("#source-1"))
    page.keyboard.type("regions")
    reach(page, page.locator("#source-2"))
    page.keyboard.type("CC BY-ND 4.0")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("Conflict")
    reach(page, page.locator("#source-2"))
    page.keyboard.press("Control+a")
    page.keyboard.type("ODbL")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("Allowed")
    shared = page.url
    follow(page, page.get_by_role("link", name="Write the credit of these sources"))
    expect(page.locator("#credit")).to_be_visible()
    page.goto(shared)
    expect(page.locator("#answer")).to_contain_text("Allowed")


def test_a_dataset_leads_to_its_credit_without_scripts(visitor: Visitor) -> None:
    page = visitor(scripts=False, language="en", width=360)
    page.goto("/explore/dataset/regions/information/")
    page.get_by_role("link", name="Write the credit").click()
    expect(page.locator("pre").first).to_contain_text("Régions")
    page.get_by_role("button", name="More rows").click()
    expect(page.locator("fieldset")).to_have_count(5)
    expect(page.locator("#source-1")).to_have_value("regions")


def test_a_question_is_sent_without_scripts_and_gets_a_number(visitor: Visitor) -> None:
    page = visitor(scripts=False, language="en")
    page.goto("/licenses/faq/")
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Your name").fill("Ada Martin")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("Datasets").fill("regions")
    page.get_by_label("Your question").fill("May I print a map of the regions?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("May I print a map of the regions?")
    page.get_by_label("My name and address").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".notice[role=status]")).to_contain_text("Q-")
