"""Sixteen connections at once, beside the least HTTP server; and small queries during a burst of heavy ones."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import Figure, at_least, at_most
from bench.reads import RECORDS
from bench.site import free_port, wait_for
from bench.wire import Line, address

CONNECTIONS = 16
SECONDS = 6.0
HEAVY = 24


def measure(root: str, dataset: str, table: Path, size: str) -> list[Figure]:
    """Pages a second ≥ 0.6 × the least server's; p99 ≤ 60 ms; p95 of small queries ≤ 100 ms during the burst."""
    family = f"pressure, {size}"
    records = RECORDS.format(dataset)
    rate, times = asyncio.run(pages(root, lambda n: f"{records}?limit=20&offset={n % 9_000}"))
    with least(table) as other:
        reference, _ = asyncio.run(pages(other, lambda n: f"/?SELECT+*+FROM+d.rows+LIMIT+20+OFFSET+{n % 9_000}"))
    small = asyncio.run(during_a_burst(root, records))
    return [
        at_least(family, "pages of 20, 16 connections", rate, reference, 0.6, "/s"),
        at_most(family, "p99 of a page, 16 connections", percentile(times, 99), 60, "ms"),
        at_most(family, "p95 of a page during a heavy burst", percentile(small, 95), 100, "ms"),
    ]


async def pages(root: str, target: Callable[[int], str]) -> tuple[float, list[float]]:
    """Requests a second, and the milliseconds of each, over a few seconds."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    async def worker(first: int) -> None:
        line, number = Line(root), first * 557
        while time.perf_counter() < end:
            started = time.perf_counter()
            assert await line.get(target(number)) == 200
            times.append((time.perf_counter() - started) * 1000)
            number += 1
        line.close()

    await asyncio.gather(*(worker(n) for n in range(CONNECTIONS)))
    return len(times) / SECONDS, times


async def during_a_burst(root: str, records: str) -> list[float]:
    """Milliseconds of small queries while heavy ones are sent together."""

    async def heavy(number: int) -> int:
        line = Line(root)
        clauses = {
            "select": "sum(amount) as s, median(amount) as m",
            "group_by": "department, date_format(date, 'yyyy-MM') as month",
            "where": f"amount > {number}",
        }
        status = await line.get(address(records, clauses))
        line.close()
        return status

    burst = [asyncio.create_task(heavy(n)) for n in range(HEAVY)]
    small, line = [], Line(root)
    while not all(task.done() for task in burst) or len(small) < 40:
        started = time.perf_counter()
        assert await line.get(f"{records}?limit=20&offset={len(small)}") == 200
        small.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(0.02)
    line.close()
    assert {await task for task in burst} <= {200, 400, 503}
    return small


def percentile(values: list[float], percent: int) -> float:
    """That percentile of the values."""
    return statistics.quantiles(values, n=100)[percent - 1]


@contextmanager
def least(table: Path) -> Iterator[str]:
    """The address of the least server over a DuckDB file with a table ``rows``."""
    port = free_port()
    granian = [sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--log-level", "error"]
    process = subprocess.Popen(
        [*granian, "--port", str(port), "bench.least_http:app"], env={**os.environ, "LEAST_TABLE": str(table)}
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
