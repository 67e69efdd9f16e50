"""Exports of everything beside DuckDB's own COPY: rate and first byte."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from bench.figures import Figure, at_least, at_most
from bench.wire import Client

FORMATS = {"csv": "FORMAT csv, HEADER", "json": "FORMAT json, ARRAY true", "jsonl": "FORMAT json"}
BUILT = ("parquet", "sqlite")


def measure(
    client: Client, dataset: str, reference: duckdb.DuckDBPyConnection, scratch: Path, size: str
) -> list[Figure]:
    """CSV, JSON and JSON Lines: bytes a second ≥ 0.6 × COPY, first byte ≤ 100 ms."""
    family = f"exports, {size}"
    figures = []
    for number, (format_, options) in enumerate(FORMATS.items()):
        raw = copy_rate(reference, scratch / f"raw.{format_}", options)
        # A condition that keeps everything: the file kept from an earlier run would only measure the disk.
        address = f"/api/explore/v2.1/catalog/datasets/{dataset}/exports/{format_}"
        rate, first = download(client, address, {"where": f"id > -{number + 1}"})
        figures.append(at_least(family, f"{format_}, everything", rate, raw, 0.6, "MB/s"))
        figures.append(at_most(family, f"{format_}, first byte", first, 100, "ms"))
    for number, format_ in enumerate(BUILT):
        address = f"/api/explore/v2.1/catalog/datasets/{dataset}/exports/{format_}"
        # Asked once to be made, then served from the disk.
        download(client, address, {"where": f"id > -{number + 100}"})
        rate, first = download(client, address, {"where": f"id > -{number + 100}"})
        figures.append(at_least(family, f"{format_}, kept", rate, 300, 1, "MB/s"))
        figures.append(at_most(family, f"{format_}, kept, first byte", first, 100, "ms"))
    return figures


def copy_rate(reference: duckdb.DuckDBPyConnection, target: Path, options: str) -> float:
    """Megabytes a second of COPY to a file."""
    started = time.perf_counter()
    reference.execute(f"COPY rows TO '{target}' ({options})")
    seconds = time.perf_counter() - started
    size = target.stat().st_size
    target.unlink()
    return size / seconds / 1e6


def download(client: Client, address: str, parameters: dict[str, str]) -> tuple[float, float]:
    """Megabytes a second of a download, and milliseconds until its first byte."""
    started = time.perf_counter()
    size, first = 0, 0.0
    for chunk in client.chunks(address, parameters):
        first = first or (time.perf_counter() - started) * 1000
        size += len(chunk)
    return size / (time.perf_counter() - started) / 1e6, first
