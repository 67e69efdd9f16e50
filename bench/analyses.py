"""Pages of an analysis: a chart with its table, drawn by the server; and two tables met."""

from __future__ import annotations

from typing import Any

from bench.figures import Figure, at_most, median
from bench.wire import Client

PAGE = "/explore/dataset/{}/analyze/"
JOIN = "/api/join/v1/records"
TIMES = 9
CHARTS: dict[str, dict[str, str]] = {
    "count by category": {"by": "theme"},
    "sum by month": {"measure": "sum", "of": "amount", "by": "date", "step": "month"},
    "mean by department, split by status": {"measure": "avg", "of": "amount", "by": "department", "split": "status"},
    "classes of a number, automatic": {"by": "amount"},
}


def measure(client: Client, dataset: str, size: str) -> list[Figure]:
    """At most 200 ms a page, whole and under a filter; a different constant each time keeps results out of memory."""
    family = f"analysis, {size}"

    def page(asked: dict[str, Any]) -> None:
        client.page(PAGE.format(dataset), asked)

    def join(n: int) -> None:
        asked = {"left": dataset, "right": dataset, "on": "left.id = right.id", "where": f"left.amount > {5000 + n}"}
        client.json(JOIN, asked | {"select": "count(*) as n", "group_by": "left.theme"})

    figures = []
    for name, asked in CHARTS.items():
        taken = median(lambda n, a=asked: page(a | {"where": f"amount > {10 + n}"}), TIMES)
        figures.append(at_most(family, name, taken, 200, "ms"))
    figures.append(at_most(family, "two tables joined and grouped", median(join, 3, warm=1), 5_000, "ms"))
    return figures
