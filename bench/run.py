"""All the figures in one run: ``python -m bench.run --rows 1000000 5000000 --only reads words``.

Prints a table and writes bench/results/<moment>.json. A missed figure does not fail the run: it is told.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench import (
    analyses,
    catalogs,
    data,
    downloads,
    pages,
    pressure,
    publishing,
    reads,
    rules,
    searches,
    tiles,
    versions,
)
from bench.figures import Figure, show
from bench.site import served
from bench.wire import client

FAMILIES = (
    "publishing",
    "reads",
    "words",
    "pressure",
    "exports",
    "tiles",
    "catalog",
    "rules",
    "pages",
    "analysis",
    "versions",
)
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Read the arguments, measure, show, keep."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 5_000_000])
    parser.add_argument("--only", nargs="+", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    chosen = parser.parse_args()
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="parvis-bench-", dir=chosen.folder) as folder:
        for rows in chosen.rows:
            if set(chosen.only) - {"catalog", "rules", "versions"}:
                figures += table(Path(folder), rows, chosen.only)
        if "catalog" in chosen.only:
            figures += catalogs.measure(Path(folder))
    if "versions" in chosen.only:
        figures += [figure for rows in chosen.rows for figure in versions.measure(rows)]
    if "rules" in chosen.only:
        figures += rules.measure()
    show(figures)
    keep(figures, chosen.rows)


def table(folder: Path, rows: int, only: list[str]) -> list[Figure]:
    """The figures on one synthetic table."""
    size = f"{rows / 1e6:g} M"
    csv = folder / f"rows{rows}.csv"
    data.write(rows, csv)
    home = folder / f"home{rows}"
    figures, loaded = publishing.measure(home, csv, size)
    figures = figures if "publishing" in only else []
    reference = duckdb.connect(str(loaded.reference), read_only=True)
    with served(home) as root, client(root) as http:
        if "reads" in only:
            figures += reads.measure(http, loaded.dataset, reference, size)
        if "words" in only:
            figures += searches.measure(http, loaded.dataset, size)
        if "tiles" in only:
            figures += tiles.measure(http, loaded.dataset, size)
        if "analysis" in only:
            figures += analyses.measure(http, loaded.dataset, size)
        if "exports" in only:
            figures += downloads.measure(http, loaded.dataset, reference, folder, size)
        if "pages" in only:
            figures += pages.measure(http, loaded.dataset, size)
        reference.close()
        if "pressure" in only:
            figures += pressure.measure(root, loaded.dataset, loaded.reference, size)
    return figures


def keep(figures: list[Figure], rows: list[int]) -> None:
    """Write the run beside earlier ones."""
    RESULTS.mkdir(exist_ok=True)
    content = {"rows": rows, "figures": [figure.to_dict() for figure in figures]}
    path = RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
