"""What a first visit costs a reader on a slow line with a slow machine."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect
from tests.journeys.conftest import Visitor

PAGES = {
    "home": "/",
    "catalog": "/explore/",
    "information": "/explore/dataset/departements/information/",
    "table": "/explore/dataset/departements/table/",
}
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
OBSERVE = """() => new Promise(resolve => {
  const found = {lcp: 0, cls: 0};
  new PerformanceObserver(list => { for (const e of list.getEntries()) found.lcp = e.startTime })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) found.cls += e.value })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(found), 500);
})"""


def throttled(page: Page) -> None:
    """1.6 Mb/s, 150 ms, a processor four times slower."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


@pytest.mark.parametrize("place", PAGES)
def test_a_first_view_asks_little_of_one_host_only(visitor: Visitor, portal: str, place: str) -> None:
    page = visitor()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(PAGES[place], wait_until="networkidle")
    assert {answer.url.startswith(portal) for answer in answers} == {True}
    assert len(answers) <= 12
    scripts = [answer.request.sizes()["responseBodySize"] for answer in answers if ".js" in answer.url]
    assert 0 < sum(scripts) <= 40_000
    assert answers[0].request.sizes()["responseBodySize"] <= 200_000


@pytest.mark.parametrize("place", PAGES)
def test_nothing_moves_while_the_page_arrives_on_a_slow_line(visitor: Visitor, place: str) -> None:
    page = visitor()
    throttled(page)
    page.goto(PAGES[place])
    expect(page.locator("h1")).to_be_visible()
    found: dict[str, Any] = page.evaluate(OBSERVE)
    assert found["cls"] <= 0.02
    # The figure is written for whoever reads the log: a shared machine would make a limit on it a coin toss.
    print(f"{place}: largest paint {found['lcp']:.0f} ms, layout shift {found['cls']:.4f}")
    assert found["lcp"] > 0
