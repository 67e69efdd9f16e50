"""Pages of a large table as a visitor asks for them: whole HTML pages, from memory or not."""

from __future__ import annotations

import html
import re

from bench.figures import Figure, at_most, median
from bench.wire import Client

TIMES = 15
LIMIT = 150.0
# Each takes a number that changes its constants: no result is served from memory.
PAGES: dict[str, str] = {
    "table": "table/?page={n}",
    "table, sorted": "table/?sort=-amount&page={n}",
    "table, filtered": "table/?min.amount={n}&refine.theme=Culture",
    "table, filters open": "table/?open=filters",
    "exports": "export/?min.amount={n}",
}


def measure(client: Client, dataset: str, size: str) -> list[Figure]:
    """Median milliseconds of each page, over HTTP."""
    figures = []
    for name, address in PAGES.items():
        path = f"/explore/dataset/{dataset}/{address}"
        taken = median(lambda n, p=path: client.page(p.format(n=n + 1)), TIMES)
        figures.append(at_most(f"pages, {size}", name, taken, LIMIT, "ms"))
    table = client.page(f"/explore/dataset/{dataset}/table/?min.amount=1000&sort=-date").decode()
    records = [html.unescape(link) for link in re.findall(r'href="(/explore/dataset/[^"]*/record/[^"]*)"', table)]
    taken = median(lambda n: client.page(records[n]), TIMES)
    figures.append(at_most(f"pages, {size}", "record in a selection", taken, LIMIT, "ms"))
    return figures
