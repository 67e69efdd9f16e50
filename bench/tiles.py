"""Vector tiles of points at every zoom: time over HTTP, without what earlier tiles left in memory, and size."""

from __future__ import annotations

import gzip
import math
import random
import statistics
import time
from collections.abc import Iterator

from bench.figures import Figure, at_most
from bench.wire import Client

TILES = "/api/tiles/v1/datasets/{}"
ZOOMS = range(16)
PLACES = 8


def measure(client: Client, dataset: str, size: str) -> list[Figure]:
    """Limits are for 1 million points: each tile is asked once."""
    family = f"tiles, {size}"
    root = TILES.format(dataset)
    started = time.perf_counter()
    document = client.json(root)
    first = (time.perf_counter() - started) * 1000
    times, sizes = [], []
    for path in addresses(document["bounds"]):
        started = time.perf_counter()
        body = client.page(root + path)
        times.append((time.perf_counter() - started) * 1000)
        sizes.append(len(gzip.compress(body, 1)) / 1000)
    started = time.perf_counter()
    client.json(root, {"where": "amount > 1000"})
    filtered = (time.perf_counter() - started) * 1000
    return [
        at_most(family, "places made ready, first of a version", first, 1000, "ms"),
        at_most(family, "places made ready, a new condition", filtered, 250, "ms"),
        at_most(family, "tile, median of all zooms", statistics.median(times), 60, "ms"),
        at_most(family, "tile, worst", max(times), 120, "ms"),
        at_most(family, "tile, gzip, median", statistics.median(sizes), 30, "kB"),
        at_most(family, "tile, gzip, worst", max(sizes), 125, "kB"),
    ]


def addresses(bounds: list[float]) -> Iterator[str]:
    """Tiles at random places of the dataset, zoom by zoom."""
    dice = random.Random(7)
    west, south, east, north = bounds
    for zoom in ZOOMS:
        for _ in range(PLACES if zoom > 3 else 1):
            lon, lat = dice.uniform(west, east), dice.uniform(south, north)
            x, y = int((lon + 180) / 360 * (1 << zoom)), line(lat, zoom)
            yield f"/{zoom}/{x}/{y}.mvt"


def line(latitude: float, zoom: int) -> int:
    """The line of the tile at a latitude."""
    angle = math.radians(latitude)
    return int((0.5 - math.asinh(math.tan(angle)) / (2 * math.pi)) * (1 << zoom))
