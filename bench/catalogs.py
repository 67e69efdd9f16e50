"""A catalog of 100,000 datasets, and 500 small datasets resident in one process."""

from __future__ import annotations

import os
import time
from pathlib import Path

import orjson
import psutil

from bench.data import Generator
from bench.figures import Figure, at_most, median
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.ingest import ingest
from parvis.data.metadata.description import Description
from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog, datasets, records
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DatasetPublished, DomainChanged
from parvis.data.store.keys import data_key, manifest_key
from parvis.data.store.manifest import DataFile, Grant, Manifest
from parvis.data.store.store import Store

MOMENT = "2026-11-01T00:00:00+00:00"
FACETS = ("theme", "publisher", "keyword")


def measure(folder: Path, count: int = 100_000, small: int = 500) -> list[Figure]:
    """Search with facets ≤ 15 ms; 500 resident datasets ≤ 400 MB; first page of a cold one ≤ 30 ms."""
    return [*large(folder / "large", count), *resident(folder / "small", small)]


def large(home: Path, count: int) -> list[Figure]:
    """Search the catalog by words, with three facets."""
    home.mkdir()
    store = Store.open(home)
    store.feed.append(DomainChanged("bench", "Bench", ("localhost",), is_default=True))
    words = Generator().words.to_pylist()
    for number in range(count):
        publish(store, f"dataset-{number}", described(words, number), None)
    reader = Reader.open(home)
    try:
        domain = reader.domain("localhost")
        reader.start()
        while reader.catalog_for_words("bench").table.words is None:
            time.sleep(0.2)

        def search(n: int) -> None:
            text = QueryText(where=(f'"{words[60 + n]}"',), limit=20)
            catalog.search(reader, domain, ANONYMOUS, text)
            catalog.facets(reader, domain, ANONYMOUS, QueryText(where=text.where, facet=FACETS))

        return [at_most("catalog", f"search with three facets, {count:,} datasets", median(search, 15), 15, "ms")]
    finally:
        reader.stop()


def described(words: list[str], number: int) -> Description:
    """A description of some words of the vocabulary."""
    picked = [words[(number * 7919 + k * k * 104_729) % 4_000] for k in range(30)]
    return Description(
        title=" ".join(picked[:5]),
        description=" ".join(picked),
        publisher=f"Publisher {number % 400}",
        theme=(f"Theme {number % 23}",),
        keyword=(picked[6], picked[7]),
        license="Licence Ouverte v2.0",
    )


def publish(
    store: Store, name: str, description: Description, data: DataFile | None, schema: Schema | None = None
) -> None:
    """Publish a manifest without the control plane, which is not measured here."""
    uid = f"da_{name.replace('-', '')}"
    fields = schema or Schema.of([Field("name", FieldType.TEXT, "Name"), Field("value", FieldType.INT, "Value")])
    manifest = Manifest(
        uid, name, "bench", 1, 1, MOMENT, MOMENT, MOMENT, fields, description, (Grant("public"),), data=data
    )
    key = manifest_key(uid, 1)
    # Thousands of files need no disk flush each: the bench measures reading.
    path = store.objects.root / key  # type: ignore[attr-defined]
    path.parent.mkdir(parents=True, exist_ok=True)
    store.put_manifest(key, manifest) if data else path.write_bytes(_encoded(manifest))
    store.feed.append(DatasetPublished(uid, 1, key))


def _encoded(manifest: Manifest) -> bytes:
    return orjson.dumps(manifest.to_dict())


def resident(home: Path, count: int) -> list[Figure]:
    """Memory of a process that has touched every dataset, and the time of each first page."""
    home.mkdir()
    store = Store.open(home)
    store.feed.append(DomainChanged("bench", "Bench", ("localhost",), is_default=True))
    source = home / "rows.csv"
    source.write_text("name,value\n" + "".join(f"name {n},{n}\n" for n in range(2_000)))
    for number in range(count):
        uid = f"da_small{number}"
        target = home / "one.duckdb"
        made = ingest(source, target)
        key = data_key(uid, 1)
        store.objects.put_file(key, target)
        data = DataFile(key, made.rows, made.size, made.checksum)
        publish(store, f"small{number}", Description(title=f"Small {number}"), data, made.schema)
    reader = Reader.open(home)
    try:
        domain = reader.domain("localhost")
        process = psutil.Process(os.getpid())
        before = process.memory_info().rss
        cold = []
        for number in range(count):
            started = time.perf_counter()
            view = datasets.get(reader, domain, ANONYMOUS, f"small{number}")
            records.search(reader, view, QueryText(limit=20))
            cold.append((time.perf_counter() - started) * 1000)
        used = (process.memory_info().rss - before) / 1e6
        cold.sort()
        return [
            at_most("catalog", f"{count} resident datasets of 2,000 rows", used, 400, "MB"),
            at_most("catalog", "first page of a cold dataset", cold[len(cold) // 2], 30, "ms"),
        ]
    finally:
        reader.stop()
