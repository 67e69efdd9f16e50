"""Makes the pictures of the README from a running demo: ``make demo``, then ``python tools/screenshots.py``.

Another address may be given. Needs Chromium; writes docs/images/*.jpg.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs/images"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT, QUALITY = 1200, 800, 72
# The name of the picture, the domain, the page, and the island that must have drawn.
PICTURES = (
    ("home", "", "/", None),
    ("catalog", "", "/explore/", None),
    ("information", "", "/explore/dataset/communes/information/", None),
    ("table", "", "/explore/dataset/communes/table/?refine.type=commune-actuelle&sort=-population", None),
    ("analysis", "", "/explore/dataset/communes/analyze/?by=departement&measure=sum&of=population", "parvis-chart"),
    ("map", "observatoire.", "/explore/dataset/pays-du-monde/map/", "parvis-map"),
)


def main(address: str) -> None:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, domain, page, island in PICTURES:
            take(browser, address.replace("://", f"://{domain}") + page, island, FOLDER / f"{name}.jpg")
        browser.close()


def take(browser: Browser, address: str, island: str | None, target: Path) -> None:
    """One picture, of a fresh visitor."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{address} does not answer: is the demo running?")
    if island is not None:
        page.wait_for_selector(f"{island}[data-drawn]")
    page.screenshot(path=target, type="jpeg", quality=QUALITY)
    context.close()


if __name__ == "__main__":
    main((sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000").rstrip("/"))
