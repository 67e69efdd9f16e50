"""A dataset with a field of every type and the values that files get wrong, and the bytes of its exports."""

from __future__ import annotations

from typing import Any

from tests.factories.published import Installation

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata.description import Description
from parvis.data.odsql.text import QueryText
from parvis.data.serving import datasets, exports
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader

BIG = 2**53 + 1
FIELDS = Schema.of(
    [
        Field("code", FieldType.TEXT, "Code INSEE"),
        Field("name", FieldType.TEXT, "Nom"),
        Field("big", FieldType.INT, "Grand"),
        Field("rate", FieldType.DOUBLE, "Taux"),
        Field("open", FieldType.BOOLEAN, "Ouvert"),
        Field("tags", FieldType.TEXT, "Étiquettes", multivalued=","),
        Field("day", FieldType.DATE, "Jour"),
        Field("year", FieldType.DATE, "Année", precision="year"),
        Field("seen", FieldType.DATETIME, "Vu le"),
        Field("place", FieldType.GEO_POINT, "Lieu"),
        Field("area", FieldType.GEO_SHAPE, "Zone"),
        Field("extra", FieldType.JSON, "Détails"),
        Field("photo", FieldType.FILE, "Photo"),
    ]
)
RING = [[2.0, 48.0], [3.0, 48.0], [3.0, 49.0], [2.0, 48.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
LINE = {"type": "LineString", "coordinates": [[2.0, 48.0], [2.5, 48.5]]}
FULL = {
    "code": "01004",
    "name": 'Ambérieu «l’œil» <&> "x"',
    "big": BIG,
    "rate": 0.1,
    "open": True,
    "tags": ["été", "a,b"],
    "day": "2026-03-15",
    "year": "2024-01-01",
    "seen": "2026-03-15T08:30:15+00:00",
    "place": {"lon": 2.35, "lat": 48.85},
    "area": POLYGON,
    "extra": '{"k":[1,2]}',
    "photo": '{"id":"p"}',
}
EVIL = {"code": "2A004", "name": '=HYPERLINK("http://evil","x")', "big": -1, "rate": 2.5, "open": False, "area": LINE}
ROWS: list[dict[str, Any]] = [FULL, EVIL, {}]
DESCRIBED = Description(
    title="Tous les types",
    publisher="Ville de Lyon",
    license="Licence Ouverte v2.0",
    license_url="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    attributions=("Ville de Lyon", "IGN"),
)


def publish(installation: Installation, rows: list[dict[str, Any]] = ROWS, dataset: str = "types") -> None:
    """The dataset on the domain ``lyon``."""
    installation.dataset(dataset, schema=FIELDS, rows=rows, description=DESCRIBED)


def view(reader: Reader, dataset: str = "types") -> DatasetView:
    """The dataset as anybody sees it."""
    return datasets.get(reader, reader.domain("lyon.test"), ANONYMOUS, dataset)


def content(reader: Reader, format: str, dataset: str = "types", options: Any = None, **clauses: Any) -> bytes:
    """The bytes of an export."""
    text = QueryText(**{"limit": -1, **clauses})
    return b"".join(exports.export(reader, view(reader, dataset), format, text, options or {}).chunks)
