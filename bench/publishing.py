"""From a CSV file to a public, queryable dataset, beside raw DuckDB; then its words, its statistics, its disk space."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, at_most, within
from bench.site import command, run, shown, words_ready
from parvis.data.store.keys import report_key

RAW = """
import duckdb, sys
c = duckdb.connect(sys.argv[2])
c.execute("CREATE TABLE rows AS FROM read_csv(?)", [sys.argv[1]])
c.execute("CHECKPOINT")
"""
# In a process of its own, as a worker is: seconds and peak memory in MiB.
MEASURE = """
import json, pathlib, resource, sys, tempfile, time
from parvis.data.ingest.statistics import Basis, measure
from parvis.data.store.store import Store
store = Store.open(pathlib.Path(sys.argv[1]))
manifest = store.manifest(store.published()[sys.argv[2]].manifest)
with tempfile.TemporaryDirectory(dir=store.temporary) as scratch:
    started = time.perf_counter()
    measure(store.objects.local_path(manifest.data.key), manifest.schema, Basis(""), pathlib.Path(scratch))
    seconds = time.perf_counter() - started
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Loaded:
    """The same rows in both worlds."""

    dataset: str
    reference: Path


def measure(home: Path, csv: Path, size: str) -> tuple[list[Figure], Loaded]:
    """Time ≤ 2 × `CREATE TABLE AS FROM read_csv`, memory ≤ 600 MiB, words ≤ 6 ×, disk ≤ 1.6 × the DuckDB table.

    The statistics of the fields take at most the time of the ingest, and 600 MiB.
    """
    family = f"publishing, {size}"
    reference = home.parent / f"{csv.stem}.reference.duckdb"
    raw = raw_load(csv, reference)
    published = run(home, "publish", csv, "--id", csv.stem)
    uid = str(shown(home, csv.stem)["uid"])
    words = words_built(home, uid)
    seconds, peak = statistics_measured(home, uid)
    ingest = ingest_seconds(home, uid)
    stored = folder_size(home / "store" / "datasets" / uid)
    mebibyte = 1 << 20
    figures = [
        within(family, "CSV to public dataset", published.seconds, raw, 2, "s"),
        at_most(family, "peak memory", published.peak, 600, "MiB"),
        within(family, "word index ready", words, raw, 6, "s"),
        within(family, "statistics of the fields", seconds, ingest, 1, "s"),
        at_most(family, "statistics, peak memory", peak, 600, "MiB"),
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


def statistics_measured(home: Path, uid: str) -> tuple[float, float]:
    """Seconds and MiB that the statistics of the fields take."""
    command_ = [sys.executable, "-c", MEASURE, str(home), uid]
    seconds, peak = json.loads(subprocess.run(command_, check=True, capture_output=True, text=True).stdout)
    return float(seconds), float(peak)


def ingest_seconds(home: Path, uid: str) -> float:
    """Seconds of the ingest alone, as its report says."""
    report = json.loads((home / "store" / report_key(uid, 1)).read_bytes())
    return float(report["seconds"])


def folder_size(folder: Path) -> int:
    """Bytes of all the files below."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
