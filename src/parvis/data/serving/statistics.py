"""What the fields of a dataset hold, for who may see every row: statistics count all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parvis.core.errors import Forbidden, NotFound
from parvis.core.fields import Field
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader
from parvis.data.store.statistics import statistics

# Values that a field's statistics hold, about: what the cache reckons with.
_CELLS = 80


@dataclass(frozen=True, slots=True)
class Measured:
    """The statistics of the fields that the caller sees, in order, on all ``rows``.

    ``at`` (ISO) and ``source`` (the file's name) tell when types were inferred and on what.
    """

    rows: int
    at: str
    source: str
    fields: tuple[tuple[Field, Mapping[str, Any]], ...]

    def share(self, found: Mapping[str, Any]) -> float:
        """The share of rows that have a value, 0 to 1."""
        return found["filled"] / self.rows if self.rows else 0.0


def of_dataset(reader: Reader, view: DatasetView) -> Measured:
    """The statistics of the visible fields.

    Raises Forbidden for who sees the metadata only or a part of the rows, NotFound without data or before they are
    computed.
    """
    table, manifest = view.records, view.manifest
    if not view.whole:
        raise Forbidden(f"The statistics of {manifest.id} count all its records, of which you see a part.")
    found = reader.results.get(
        ("statistics", table.key, manifest.version),
        lambda: _read(reader, view),
        lambda whole: _CELLS * len(whole["fields"]),
    )
    known = {one["name"]: one for one in found["fields"]}
    fields = tuple((field, known[field.name]) for field in view.access.schema if field.name in known)
    return Measured(found["rows"], found["inferred"]["at"], found["inferred"]["source"], fields)


def of_field(reader: Reader, view: DatasetView, name: str) -> tuple[Measured, Field, Mapping[str, Any]]:
    """Those of one field, with those it comes from. Raises as :func:`of_dataset`, NotFound for a field not visible."""
    measured = of_dataset(reader, view)
    for field, found in measured.fields:
        if field.name == name:
            return measured, field, found
    raise NotFound(f"The requested field {name[:60]} does not exist in {view.manifest.id}.")


def _read(reader: Reader, view: DatasetView) -> Mapping[str, Any]:
    """Only what is there is kept in the cache: it may be computed a moment later."""
    found = statistics(reader.store.objects, view.manifest.uid, view.manifest.version)
    if found is None:
        raise NotFound(
            f"The statistics of {view.manifest.id} are not computed yet.",
            hint="they follow a publication within moments: ask again later",
        )
    return found
