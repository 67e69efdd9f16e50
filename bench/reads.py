"""Reads over HTTP beside the same SQL in raw DuckDB on a native table."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb

from bench.figures import Figure, at_most, median, within
from bench.wire import Client

RECORDS = "/api/explore/v2.1/catalog/datasets/{}/records"
TIMES = 15


@dataclass(frozen=True)
class Read:
    """A query in both worlds; each takes a number that changes its constants: no result is served from memory."""

    name: str
    parameters: Callable[[int], dict[str, Any]]
    statements: Callable[[int], list[str]]
    route: str = ""


def _count(where: str) -> str:
    return f"SELECT count(*) FROM rows WHERE {where}"


READS = (
    Read(
        "page of 20 with total",
        lambda n: {"limit": 20, "offset": n},
        lambda n: [f"SELECT * FROM rows LIMIT 20 OFFSET {n}", "SELECT count(*) FROM rows"],
    ),
    Read(
        "filter + order",
        lambda n: {"where": f"amount > {1000 + n} and status = 'publié'", "order_by": "date desc", "limit": 20},
        lambda n: [
            f"SELECT * FROM rows WHERE amount > {1000 + n} AND status = 'publié' ORDER BY date DESC LIMIT 20",
            _count(f"amount > {1000 + n} AND status = 'publié'"),
        ],
    ),
    Read(
        "count with a filter",
        lambda n: {"where": f"amount > {1000 + n}", "limit": 0},
        lambda n: [_count(f"amount > {1000 + n}")],
    ),
    Read(
        "three facets under a filter",
        lambda n: {"where": f"amount > {1000 + n}", "facet": ["theme", "department", "status"]},
        lambda n: [
            f"SELECT {f}, count(*) FROM rows WHERE amount > {1000 + n} GROUP BY 1 ORDER BY 2 DESC LIMIT 100"
            for f in ("theme", "department", "status")
        ],
        route="facets",
    ),
    Read(
        "group by month, sum and mean",
        lambda n: {
            "select": "sum(amount) as s, avg(amount) as a",
            "group_by": "date_format(date, 'yyyy-MM') as m",
            "where": f"amount > {n}",
        },
        lambda n: [
            f"SELECT strftime(date, '%Y-%m') m, sum(amount), avg(amount) FROM rows WHERE amount > {n} "
            "GROUP BY 1 ORDER BY 1"
        ],
    ),
    Read(
        "bounding box",
        lambda n: {"where": f"in_bbox(geo_point_2d, 48.1, 2.{n:02}, 48.9, 2.9)", "limit": 20},
        lambda n: [
            f"SELECT * FROM rows WHERE lat BETWEEN 48.1 AND 48.9 AND lon BETWEEN 2.{n:02} AND 2.9 LIMIT 20",
            _count(f"lat BETWEEN 48.1 AND 48.9 AND lon BETWEEN 2.{n:02} AND 2.9"),
        ],
    ),
    Read(
        "deep page by key",
        lambda n: {"limit": 20, "after": _cursor(900_000 + n)},
        lambda n: [f"SELECT * FROM rows LIMIT 20 OFFSET {900_000 + n}"],
    ),
)


def _cursor(row: int) -> str:
    """The cursor that a client would have got at this row."""

    return base64.urlsafe_b64encode(f"[{row}]".encode()).decode().rstrip("=")


def measure(client: Client, dataset: str, reference: duckdb.DuckDBPyConnection, size: str) -> list[Figure]:
    """Each read both ways: at most 1.3 × raw DuckDB + 2 ms; one record by id at most 3 ms."""
    family = f"reads, {size}"
    figures = []
    for read in READS:
        route = RECORDS.format(dataset).replace("records", read.route) if read.route else RECORDS.format(dataset)
        ours = median(lambda n, r=read, a=route: client.json(a, r.parameters(n)), TIMES)
        raw = median(lambda n, r=read: [reference.execute(s).fetchall() for s in r.statements(n)], TIMES)
        figures.append(within(family, read.name, ours, raw, 1.3, "ms", plus=2))
    ids = [
        record["_id"]
        for start in range(0, 60_000, 3_000)
        for record in client.json(
            RECORDS.format(dataset), {"limit": 1, "after": _cursor(start), "include_app_metas": "true"}
        )["results"]
    ]
    by_id = median(lambda n: client.json(f"{RECORDS.format(dataset)}/{ids[n]}"), 15)
    figures.append(at_most(family, "one record by id", by_id, 3, "ms"))
    return figures
