"""The catalog as a workbook: one line a dataset."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow

from parvis.data.exports import xlsx
from parvis.data.exports.layout import Column, Layout
from parvis.data.odsql import typed
from parvis.data.serving.catalog import CatalogPage
from parvis.data.serving.catalog_fields import FIELDS
from parvis.data.serving.kept import chunks_of
from parvis.data.store.entries import DomainChanged

SELECTED = ", ".join(f"`{f.name}`" for f in FIELDS if not f.name.startswith("explore."))
_TYPES = {
    "int": pyarrow.int64(),
    "double": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "datetime": pyarrow.timestamp("us", "UTC"),
    "text_list": pyarrow.list_(pyarrow.string()),
}
_BATCH = 5_000


def write(
    domain: DomainChanged, page: CatalogPage, root: str, text_zone: str, temporary: Path, *, labels: bool
) -> Iterator[bytes]:
    """The file, made in a folder of its own that goes with the last byte."""
    columns = tuple(_column(column) for column in page.columns)
    at = datetime(1970, 1, 1, tzinfo=UTC)
    layout = Layout(
        domain.slug, domain.slug, columns, at, text_zone, domain.language, use_labels=labels, title=domain.title,
        address=f"{root}/explore/",
    )  # fmt: skip
    folder = Path(mkdtemp(prefix="catalog-", dir=temporary))
    try:
        yield from chunks_of(xlsx.write(_batches(page, columns), layout, {}, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _column(column: typed.Column) -> Column:
    kind = column.expr.type.value
    # The identifier keeps the spelling that the vendor's catalog files have.
    name = "datasetid" if column.name == "dataset_id" else column.name
    return Column(name, kind if kind in _TYPES else "text", column.label, column.precision)


def _batches(page: CatalogPage, columns: tuple[Column, ...]) -> Iterator[pyarrow.RecordBatch]:
    rows = page.rows or []
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        arrays = [
            pyarrow.array([_value(row[asked.name], column.type) for row in part], _TYPES.get(column.type))
            for asked, column in zip(page.columns, columns, strict=True)
        ]
        yield pyarrow.RecordBatch.from_arrays(arrays, names=[column.name for column in columns])


def _value(value: Any, kind: str) -> Any:
    if value is None or kind in ("int", "double", "boolean"):
        return value
    if kind == "datetime":
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    if kind == "text_list":
        return [str(item) for item in value]
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
