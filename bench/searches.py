"""Word search with its total: a rare word, a common one, a common one under filters with an order and facets."""

from __future__ import annotations

from bench.data import COMMON, RARE
from bench.figures import Figure, at_most, median
from bench.reads import RECORDS
from bench.wire import Client

TIMES = 11


def measure(client: Client, dataset: str, size: str) -> list[Figure]:
    """Limits are for 5 million rows; a different constant each time keeps results out of memory."""
    family = f"words, {size}"
    records = RECORDS.format(dataset)

    def rare(n: int) -> None:
        client.json(records, {"where": f'"{RARE}"', "limit": 20, "offset": n})

    def common(n: int) -> None:
        client.json(records, {"where": f'"{COMMON}"', "limit": 20, "offset": n})

    def filtered(n: int) -> None:
        where = f"\"{COMMON}\" and status = 'publié' and amount > {1000 + n}"
        client.json(records, {"where": where, "order_by": "date desc", "limit": 20})
        facets = ["theme", "department"]
        client.json(records.replace("/records", "/facets"), {"where": where, "facet": facets})

    return [
        at_most(family, "rare word, total and 20 rows", median(rare, TIMES), 10, "ms"),
        at_most(family, "word of 1 row in 5, total and 20 rows", median(common, TIMES), 30, "ms"),
        at_most(family, "the same, two filters, order, two facets", median(filtered, TIMES), 80, "ms"),
    ]
