"""Two versions of one table: compared, read, and the next one made by key. In process, on the reader that serves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from bench.figures import Figure, at_most, median, within
from parvis.core.fields import Field, FieldType, Schema
from parvis.data.ingest.changes.joining import joined
from parvis.data.metadata.description import Description
from parvis.data.odsql.text import QueryText
from parvis.data.serving import comparing, comparing_forms, datasets, records
from parvis.data.serving.access import Caller
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DatasetPublished, DomainChanged
from parvis.data.store.keys import data_key, manifest_key
from parvis.data.store.manifest import OPERATOR, DataFile, Grant, Manifest
from parvis.data.store.store import Store
from parvis.data.store.versions import Version, VersionIndex

UID, AT = "da_bench", "2026-01-01T00:00:00.000000+00:00"
CHANGED = 1_000
SCHEMA = Schema.of(
    [
        Field("id", FieldType.INT, key=True),
        Field("siren", FieldType.TEXT),
        Field("street", FieldType.TEXT),
        Field("amount", FieldType.DOUBLE),
        Field("day", FieldType.DATE),
        Field("at", FieldType.DATETIME),
        Field("flag", FieldType.BOOLEAN),
        Field("place", FieldType.GEO_POINT),
        Field("label", FieldType.TEXT),
    ]
)


def measure(rows: int) -> list[Figure]:
    """Comparing 1 M rows by key ≤ 5 s, whole rows ≤ 10 s, more in proportion; an old version reads as the current."""
    family = f"versions, {rows / 1e6:g} M"
    with TemporaryDirectory(prefix="parvis-versions-") as folder, reading(Path(folder), rows) as (reader, view):
        old, new = view(1), view(2)
        keyed = seconds(lambda: comparing.compare(reader, old, new))
        whole = seconds(lambda: comparing.compare(reader, old, new, ()))
        found = comparing.compare(reader, old, new)
        lines = seconds(lambda: list(comparing_forms.csv_chunks(found, comparing.differences(reader, found))))
        pages = [page(reader, one) for one in (old, new)]
        path = reader.store.objects.local_path(data_key(UID, 2))
        upserted = seconds(lambda: upsert(path, Path(folder)))
    scale = max(rows / 1e6, 1)
    return [
        at_most(family, "compare by key", keyed, 5 * scale, "s"),
        at_most(family, "compare whole rows", whole, 10 * scale, "s"),
        at_most(family, f"all differences as CSV ({2 * CHANGED} rows)", lines, 5 * scale, "s"),
        within(family, "a page of an old version, beside the current one", pages[0], pages[1], 1.2, "ms", 1),
        at_most(family, f"upsert {CHANGED} rows by key", upserted, 3 * scale, "s"),
    ]


def seconds(work: Callable[[], Any]) -> float:
    """Seconds that it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def page(reader: Reader, view: DatasetView) -> float:
    """Milliseconds of a page of 20 records, no two the same."""
    return median(lambda n: records.search(reader, view, QueryText(limit=20, offset=n * 20)), 50)


def upsert(path: Path, folder: Path) -> None:
    """Some rows by key into a table."""
    added = folder / "added.duckdb"
    with duckdb.connect(str(added)) as connection:
        connection.execute(f"ATTACH '{path}' AS before (READ_ONLY)")
        step = "(SELECT greatest(count(*) // ?, 1) FROM before.main.rows)"
        connection.execute(
            f"CREATE TABLE rows AS SELECT * REPLACE ('upserted' AS label) FROM before.main.rows "
            f"WHERE rowid % {step} = 0",
            [CHANGED],
        )
    joined(path, added, ["id"], folder / "next.duckdb")


@contextmanager
def reading(home: Path, rows: int) -> Iterator[tuple[Reader, Callable[[int], DatasetView]]]:
    """A reader over a dataset with two versions, and the view of each by number."""
    store = Store.open(home)
    store.feed.append(DomainChanged("bench", "Bench", is_default=True))
    versions = [version(store, number, rows) for number in (1, 2)]
    index = store.put_versions(UID, VersionIndex(tuple(versions), tuple((v.created, v.number) for v in versions)))
    manifest = Manifest(
        UID, "rows", "bench", 1, 2, AT, AT, AT, SCHEMA, Description(title="Rows"), (Grant("public"),),
        data=versions[1].data, versions=index,
    )  # fmt: skip
    store.put_manifest(manifest_key(UID, 1), manifest)
    store.feed.append(DatasetPublished(UID, 1, manifest_key(UID, 1)))
    reader, caller = Reader.open(home), Caller(frozenset({OPERATOR}))
    try:
        yield reader, lambda number: datasets.get(reader, reader.named_domain(None), caller, "rows", number)
    finally:
        reader.stop()


def version(store: Store, number: int, rows: int) -> Version:
    """A version; the second has other labels here and there, begins later and ends later."""
    path, shift = store.temporary / f"{number}.duckdb", (number - 1) * CHANGED // 2
    changed = f"i % {max(rows // CHANGED, 1)} = 0" if number == 2 else "false"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""CREATE TABLE rows AS SELECT i AS id, lpad(((i * 7919) % 99999989)::VARCHAR, 14, '0') AS siren,
            'rue ' || (i % 5000) AS street, i / 8 AS amount, DATE '2020-01-01' + (i % 900)::INTEGER AS day,
            TIMESTAMP '2020-01-01' + to_seconds(i) AS at, i % 3 = 0 AS flag, 2 + i / 1e7 AS "place.lon",
            48 + i / 1e7 AS "place.lat", CASE WHEN {changed} THEN 'new ' ELSE 'label ' END || (i % 100000) AS label
            FROM range({shift}, {rows + shift}) t(i)"""
        )
    size = path.stat().st_size
    store.objects.put_file(data_key(UID, number), path)
    data = DataFile(data_key(UID, number), rows, size, "0" * 64)
    return Version(number, f"2026-0{number}{AT[7:]}", "system", "", "rows.csv", "0" * 64, "replace", SCHEMA, data)
