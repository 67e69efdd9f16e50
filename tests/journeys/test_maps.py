"""The map of a dataset: seen, asked, moved, narrowed; with a mouse, with keys, without scripts, inside another site."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import faults

POINTS = "/explore/dataset/points/map/"
SHAPES = "/explore/dataset/pays/map/"
PATIENCE = 20_000


def drawn(page: Page, address: str) -> Locator:
    """Open a map and wait until it is drawn; gives the box that the mouse uses."""
    page.goto(address)
    expect(page.locator("parvis-map[data-drawn]")).to_be_visible(timeout=PATIENCE)
    return page.locator(".map-canvas")


def press(page: Page, canvas: Locator, across: float, down: float) -> None:
    """Click at this share of the map's width and height."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


@pytest.mark.parametrize(("theme", "language"), [("light", "fr"), ("dark", "en")])
@pytest.mark.parametrize("address", [POINTS + "?color=genre", SHAPES, "/embed/v1/map/points?card=1"])
def test_a_drawn_map_breaks_no_rule(visitor: Visitor, address: str, theme: str, language: str) -> None:
    page = visitor(theme=theme, language=language)
    drawn(page, address)
    assert faults(page) == []


def test_every_record_under_the_point_is_listed_with_its_page(visitor: Visitor) -> None:
    page = visitor()
    canvas = drawn(page, POINTS + "?location=16,44.2,1.2")
    press(page, canvas, 0.5, 0.5)
    panel = page.get_by_role("region", name="Un enregistrement").or_(page.get_by_role("region", name="One record"))
    expect(panel).to_be_visible()
    link = panel.get_by_role("link").first
    expect(link).to_have_attribute("href", re.compile(r"/explore/dataset/points/record/[0-9a-f]{40}/"))
    link.click()
    expect(page.locator("main")).to_contain_text("banc")


def test_keys_move_ask_and_close(visitor: Visitor) -> None:
    page = visitor()
    canvas = drawn(page, SHAPES + "?location=6,46.8,2.5")
    canvas.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".map-panel")
    expect(panel).to_contain_text("France")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(canvas).to_be_focused()
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile(r"location=7"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"location=7%2C46\.\d+%2C(?!2\.5)"))


def test_the_place_in_the_address_comes_back(visitor: Visitor) -> None:
    page = visitor()
    drawn(page, POINTS)
    page.locator("[data-tool=zoomIn]").click()
    expect(page).to_have_url(re.compile(r"location="))
    page.wait_for_timeout(400)
    here = page.url
    page.reload()
    expect(page.locator("parvis-map[data-drawn]")).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(300)
    assert page.url == here


def test_a_drawn_rectangle_narrows_every_view(visitor: Visitor) -> None:
    page = visitor()
    canvas = drawn(page, POINTS)
    page.locator("[data-tool=rectangle]").click()
    press(page, canvas, 0.4, 0.4)
    press(page, canvas, 0.6, 0.6)
    expect(page).to_have_url(re.compile(r"bbox\.geo_point_2d="))
    expect(page.locator("parvis-map[data-drawn]")).to_be_visible(timeout=PATIENCE)
    heading = page.locator("#places")
    expect(heading).not_to_contain_text("9 000")
    count = re.sub(r"\D", "", heading.inner_text())
    page.get_by_role("navigation", name="Vues du jeu de données").get_by_role("link", name="Tableau").click()
    assert re.sub(r"\D", "", page.locator("#rows").inner_text()).startswith(count)


def test_the_wheel_scrolls_the_page_unless_it_is_asked_to_zoom(visitor: Visitor) -> None:
    page = visitor()
    canvas = drawn(page, POINTS)
    canvas.hover()
    page.mouse.wheel(0, 100)
    expect(page.locator(".map-hint")).to_be_visible()
    assert "location" not in page.url
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    expect(page).to_have_url(re.compile("location="))


def test_colours_come_with_their_legend(visitor: Visitor) -> None:
    page = visitor()
    page.goto(POINTS)
    page.locator("#map-color").select_option("genre")
    page.locator(".map-choices button").first.click()
    expect(page.locator(".map-legend")).to_contain_text("fontaine")
    expect(page.locator("parvis-map[data-drawn]")).to_be_visible(timeout=PATIENCE)


def test_a_place_is_found_by_its_name(visitor: Visitor) -> None:
    page = visitor()
    page.goto(SHAPES)
    page.locator("#map-place").fill("France")
    page.keyboard.press("Enter")
    expect(page.locator(".map-places")).to_contain_text("France")
    expect(page.locator("parvis-map[data-drawn]")).to_be_visible(timeout=PATIENCE)


def test_without_scripts_the_page_says_where_and_leads_to_the_table(visitor: Visitor) -> None:
    page = visitor(scripts=False)
    page.goto(POINTS + "?refine.genre=banc")
    expect(page.locator(".map-fallback")).to_contain_text("5,94")
    page.locator(".map-fallback a").click()
    expect(page.locator("#rows")).to_contain_text("3 000")


def test_buttons_are_large_and_named(visitor: Visitor) -> None:
    page = visitor(width=320)
    drawn(page, POINTS)
    tools = page.locator(".map-tool")
    for place in range(tools.count()):
        box = tools.nth(place).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert tools.nth(place).get_attribute("aria-label")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


# ------------------------------------------------------------------ inside another site


@pytest.fixture
def another_site(portal: str) -> Iterator[str]:
    """A page on another origin that places a map with the loader."""
    code = (
        "<!doctype html><title>Ailleurs</title><h1>Ailleurs</h1>"
        f'<div data-parvis-embed="{portal}/embed/v1/map/points?card=1&height=500" data-title="Une carte"></div>'
        f'<script type="module" src="{portal}/embed/v1/embed.js"></script>'
    ).encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(code)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_a_map_lives_in_another_site(visitor: Visitor, another_site: str) -> None:
    page = visitor()
    page.goto(another_site)
    frame = page.frame_locator("iframe[title='Une carte']")
    expect(frame.locator("parvis-map[data-drawn]")).to_be_visible(timeout=PATIENCE)
    expect(frame.get_by_role("contentinfo")).to_contain_text("Parvis")
    expect(page.locator("iframe")).to_have_attribute("height", "500")
    expect(page.locator("iframe")).to_have_attribute("sandbox", re.compile("allow-scripts"))
