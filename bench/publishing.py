"""From a CSV file to a public, queryable dataset, beside raw DuckDB; then its word index and what it takes on disk."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, at_most, within
from bench.site import command, run, shown, words_ready

RAW = """
import duckdb, sys
c = duckdb.connect(sys.argv[2])
c.execute("CREATE TABLE rows AS FROM read_csv(?)", [sys.argv[1]])
c.execute("CHECKPOINT")
"""


@dataclass(frozen=True)
class Loaded:
    """The same rows in both worlds."""

    dataset: str
    reference: Path


def measure(home: Path, csv: Path, size: str) -> tuple[list[Figure], Loaded]:
    """Time ≤ 2 × `CREATE TABLE AS FROM read_csv`, memory ≤ 600 MiB, words ≤ 6 ×, disk ≤ 1.6 × the DuckDB table."""
    family = f"publishing, {size}"
    reference = home.parent / f"{csv.stem}.reference.duckdb"
    raw = raw_load(csv, reference)
    published = run(home, "publish", csv, "--id", csv.stem)
    uid = str(shown(home, csv.stem)["uid"])
    words = words_built(home, uid)
    stored = folder_size(home / "store" / "datasets" / uid)
    mebibyte = 1 << 20
    figures = [
        within(family, "CSV to public dataset", published.seconds, raw, 2, "s"),
        at_most(family, "peak memory", published.peak, 600, "MiB"),
        within(family, "word index ready", words, raw, 6, "s"),
        within(family, "disk, words included", stored / mebibyte, reference.stat().st_size / mebibyte, 1.6, "MiB"),
    ]
    return figures, Loaded(csv.stem, reference)


def raw_load(csv: Path, target: Path) -> float:
    """Seconds that DuckDB alone takes, in a process of its own."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", RAW, str(csv), str(target)], check=True)
    return time.perf_counter() - started


def words_built(home: Path, uid: str) -> float:
    """Seconds that a worker takes until the feed announces the word index."""
    started = time.perf_counter()
    worker = subprocess.Popen(command(home, "worker"))
    try:
        while not words_ready(home, uid):
            if worker.poll() is not None or time.perf_counter() - started > 900:
                raise RuntimeError("the word index was not built")
            time.sleep(0.1)
        return time.perf_counter() - started
    finally:
        worker.terminate()
        worker.wait(60)


def folder_size(folder: Path) -> int:
    """Bytes of all the files below."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
