"""Charts, comparison and join in a real browser: with a mouse, with keys alone, without scripts, in another site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import faults

ADDRESS = "/explore/dataset/departements/analyze/"
DRAWN = "parvis-chart[data-drawn]"
FORMS = [
    ("bar", "light"),
    ("column", "dark"),
    ("line", "light"),
    ("area", "dark"),
    ("pie", "light"),
    ("pie", "dark"),
    ("treemap", "light"),
    ("treemap", "dark"),
]


def opened(visitor: Visitor, query: str = "by=region", **reader: object) -> Page:
    page = visitor(**{"language": "en", **reader})
    page.goto(f"{ADDRESS}?{query}")
    page.locator("parvis-chart").scroll_into_view_if_needed()
    expect(page.locator(DRAWN)).to_have_count(1)
    return page


@pytest.mark.parametrize(("form", "theme"), FORMS)
def test_each_form_is_drawn_named_and_breaks_no_rule(visitor: Visitor, form: str, theme: str) -> None:
    page = opened(visitor, f"by=region&kind={form}", theme=theme)
    chart = page.get_by_role("img", name="Number of records by Région")
    expect(chart).to_be_visible()
    expect(chart.locator("svg path").first).to_be_attached()
    assert faults(page) == []


def test_a_choice_redraws_in_place_and_stays_in_the_address(visitor: Visitor) -> None:
    page = opened(visitor)
    page.get_by_label("Grouped by").focus()
    page.get_by_label("Grouped by").select_option("typeliaison")
    expect(page.get_by_role("heading", level=2)).to_contain_text("by typeLiaison")
    expect(page.get_by_label("Grouped by")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("typeLiaison")
    expect(page.locator(DRAWN)).to_have_count(1)
    assert "by=typeliaison" in page.url
    page.go_back()
    expect(page.get_by_role("heading", level=2)).to_contain_text("by Région")
    expect(page.get_by_label("Grouped by")).to_have_value("region")


def test_the_keyboard_alone_chooses_and_reads(visitor: Visitor) -> None:
    page = opened(visitor)
    page.get_by_label("Chart", exact=True).focus()
    page.keyboard.press("p")
    expect(page.get_by_label("Chart", exact=True)).to_have_value("pie")
    expect(page.locator(DRAWN)).to_have_count(1)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "values-caption":
            break
    else:
        pytest.fail("the table of values is not reached by the keyboard")


def test_what_is_taken_away_are_files(visitor: Visitor) -> None:
    page = opened(visitor)
    for name, ending in (("SVG image", ".svg"), ("PNG image", ".png"), ("CSV values", ".csv")):
        with page.expect_download() as started:
            page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).click()
        assert started.value.suggested_filename.endswith(ending)
        content = Path(started.value.path()).read_bytes()
        assert content.startswith({".svg": b"<svg", ".png": b"\x89PNG", ".csv": b"\xef\xbb\xbf"}[ending])


def test_without_scripts_the_drawing_and_every_choice_are_there(visitor: Visitor) -> None:
    page = visitor(scripts=False, language="en")
    page.goto(f"{ADDRESS}?by=region")
    expect(page.locator(".chart-drawing svg")).to_be_visible()
    page.get_by_label("Chart", exact=True).select_option("pie")
    page.get_by_role("button", name="Draw").click()
    expect(page.get_by_label("Chart", exact=True)).to_have_value("pie")
    expect(page.locator(".chart-drawing svg path").first).to_be_attached()


def test_colours_follow_the_theme(visitor: Visitor) -> None:
    page = opened(visitor)
    fills = "[...document.querySelectorAll('.chart-inside path[fill]')].map(p => p.getAttribute('fill')).join()"
    light = page.evaluate(fills)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".chart-inside path").first).to_be_attached()
    page.wait_for_timeout(300)
    assert page.evaluate(fills) != light


@pytest.mark.parametrize("width", [320, 768])
def test_the_live_chart_fits_narrow_screens(visitor: Visitor, width: int) -> None:
    page = opened(visitor, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_moves_when_the_chart_is_drawn(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e => window.shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(f"{ADDRESS}?by=region")
    expect(page.locator(DRAWN)).to_have_count(1)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") <= 0.02


def test_two_datasets_are_chosen_joined_and_compared(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto("/explore/join/")
    page.get_by_label("First dataset").fill("departements")
    page.get_by_label("Second dataset").fill("regions")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#l")).to_have_value("region")
    expect(page.locator("#r")).to_have_value("code")
    expect(page.locator("#joined")).to_contain_text("109")
    expect(page.get_by_role("heading", name="Both licences")).to_be_visible()
    page.get_by_role("link", name="Compare", exact=True).click()
    page.goto("/explore/compare/?left=departements&right=regions")
    expect(page.locator(DRAWN).first).to_be_attached()
    assert faults(page) == []


@pytest.fixture
def elsewhere(portal: str) -> Iterator[str]:
    """Another site, on another origin, with the loader and a chart."""
    body = (
        f'<!doctype html><title>x</title><div data-parvis-embed="{portal}/embed/v1/chart/departements?by=region"'
        f' data-title="A chart"></div><script type="module" src="{portal}/embed/v1/embed.js"></script>'
    )

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_chart_works_in_the_page_of_another_site(visitor: Visitor, elsewhere: str) -> None:
    page = visitor(language="en")
    page.goto(elsewhere)
    inside = page.frame_locator("iframe[title='A chart']")
    expect(inside.locator(DRAWN)).to_have_count(1)
    expect(inside.get_by_text("Licence Ouverte v2.0")).to_be_visible()
