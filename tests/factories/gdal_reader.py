"""A program that reads a layer with GDAL and prints what it found as JSON.

A process of its own: GDAL holds the interpreter while it waits for a server that lives in the tests' process.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pyogrio


def main() -> None:
    """``gdal_reader SOURCE LAYER OPTIONS``, options as JSON for ``pyogrio.read_dataframe``."""
    source, layer, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    options = {name: tuple(v) if isinstance(v, list) else v for name, v in options.items()}
    layers = [name for name, _ in pyogrio.list_layers(source)]
    found = pyogrio.read_dataframe(source, layer=layer, **options)
    answer: dict[str, Any] = {"layers": layers, "rows": len(found), "columns": list(found.columns)}
    if found.geometry.notna().any():
        answer |= {"crs": found.crs.to_string(), "first": list(found.geometry.iloc[0].centroid.coords[0])}
    answer["codes"] = [str(value) for value in found.iloc[:, 1]]
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
