"""Territories of one dataset drawn with the values of another: which datasets of the portal can be joined by a code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parvis.core.fields import NUMERIC, Field, FieldType, Schema
from parvis.data.serving import datasets
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

SCANNED = 2_000
MOST = 20
CODES = frozenset({FieldType.TEXT, FieldType.INT})
LEVELS: dict[str, re.Pattern[str]] = {
    "commune": re.compile(r"insee|codgeo|(^|_)com(_|$)|commune|municip"),
    "departement": re.compile(r"(^|_)dep(_|$|t|art)"),
    "region": re.compile(r"(^|_)reg(_|$|ion)"),
    "epci": re.compile(r"epci|intercom"),
    "arrondissement": re.compile(r"(^|_)arr(_|$|on)"),
    "country": re.compile(r"pays|countr|(^|_)iso"),
}
NAMING = re.compile(r"^(nom|name|lib|label|title|titre|intitul)")
_WORD = r"(^|_)(code|cod|insee|codgeo|id|iso(_?a[23])?|siren)(_|$)"
_CODE = re.compile(_WORD + r"|^(com|dep|reg|epci|arr|commune|departement|region)$")


@dataclass(frozen=True, slots=True)
class Territories:
    """A dataset of shapes that the records can be shown on: its ``key`` holds the codes of our ``code``.

    ``name`` is the field that names a territory.
    """

    dataset: str
    title: str
    key: str
    code: str
    code_label: str
    geometry: str
    name: str | None

    @property
    def choice(self) -> str:
        """What an address says of it."""
        return f"{self.dataset}:{self.key}:{self.code}"


def level(field: Field, dataset_id: str) -> str | None:
    """The kind of territory that a field holds codes of; a bare ``code`` takes it from the dataset."""
    name = field.name.lower()
    if field.type not in CODES or field.is_list or not _CODE.search(name):
        return None
    of_field = next((level for level, pattern in LEVELS.items() if pattern.search(name)), None)
    return of_field or next((level for level, pattern in LEVELS.items() if pattern.search(_folded(dataset_id))), None)


def _folded(dataset_id: str) -> str:
    return dataset_id.lower().replace("-", "_")


def territories(visit: Visit, view: DatasetView) -> list[Territories]:
    """The datasets of the portal whose shapes have codes of this dataset; the dataset itself is not one."""
    codes = {level(f, view.manifest.id): f for f in reversed(view.records.schema.fields) if level(f, view.manifest.id)}
    return [] if not codes else sorted(_matching(visit, view, codes), key=lambda found: found.title)[:MOST]


def _matching(visit: Visit, view: DatasetView, codes: dict[str | None, Field]) -> Iterator[Territories]:
    known = visit.reader.snapshot.datasets.get(visit.domain.slug, {})
    for manifest in list(known.values())[:SCANNED]:
        if manifest.uid == view.manifest.uid or not any(f.type is FieldType.GEO_SHAPE for f in manifest.schema):
            continue
        seen = datasets.view(visit.reader, manifest, visit.caller)
        if seen is None or seen.table is None:
            continue
        schema = seen.records.schema
        shape = next((f for f in schema if f.type is FieldType.GEO_SHAPE), None)
        pair = next(((f, codes[k]) for f in schema if (k := level(f, manifest.id)) in codes and k), None)
        if shape is not None and pair is not None:
            key, code = pair
            title = manifest.description.title or manifest.id
            yield Territories(manifest.id, title, key.name, code.name, label(code), shape.name, naming(schema, key))


def naming(schema: Schema, key: Field) -> str | None:
    """The field that names a territory: the first text that is not its code."""
    texts = [f for f in schema if f.type is FieldType.TEXT and not f.is_list and f.name != key.name]
    named = [f for f in texts if NAMING.search(f.name.lower())]
    return next((field.name for field in named or texts), None)


def measures(view: DatasetView) -> list[Field]:
    """The numbers that can be averaged or summed by territory."""
    return [f for f in view.records.schema if f.type in NUMERIC and level(f, view.manifest.id) is None]
