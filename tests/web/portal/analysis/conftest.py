"""A dataset with everything an analysis can group by, and its rows in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.published import DESCRIBED, Installation

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader

SALES = Schema.of(
    [
        Field("shop", FieldType.TEXT, "Boutique", facet=True),
        Field("kind", FieldType.TEXT, "Genre"),
        Field("tags", FieldType.TEXT, "Étiquettes", multivalued=","),
        Field("amount", FieldType.DOUBLE, "Montant", unit="€"),
        Field("pieces", FieldType.INT, "Pièces"),
        Field("online", FieldType.BOOLEAN, "En ligne"),
        Field("day", FieldType.DATE, "Jour"),
        Field("at", FieldType.DATETIME, "Heure"),
        Field("place", FieldType.GEO_POINT, "Lieu"),
    ]
)
FIRST = date(2020, 1, 1)


def sale(i: int) -> dict[str, Any]:
    """One row; some values are missing, one shop is named by markup."""
    return {
        "shop": ["Nord", "Sud", "<b>Est</b>", None][i % 4] if i % 7 else f"petite {i}",
        "kind": f"k{i % 11}",
        "tags": [["a"], ["a", "b"], None][i % 3],
        "amount": None if i % 10 == 3 else i / 4,
        "pieces": i % 5,
        "online": None if i % 9 == 0 else i % 2 == 0,
        # No sale in the second year: a gap.
        "day": None if i == 5 else (FIRST + timedelta(days=i if i < 300 else i + 500)).isoformat(),
        "at": f"2026-03-{1 + i % 28:02}T{i % 24:02}:30:00+00:00",
        "place": {"lon": 2.0, "lat": 48.0},
    }


ROWS = [sale(i) for i in range(400)]


@pytest.fixture(scope="session")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    made = Installation(tmp_path_factory.mktemp("sales"))
    made.domain("lyon", "testserver", is_default=True)
    made.dataset("sales", schema=SALES, rows=ROWS, description=DESCRIBED)
    made.dataset("words", schema=Schema.of([Field("t", FieldType.TEXT, "Texte")]), rows=[{"t": "x"}])
    made.dataset("empty", schema=SALES, rows=[])
    reader = Reader.open(made.home)
    yield reader
    reader.stop()


@pytest.fixture
def visitor(sales: Reader) -> Client:
    """An English visitor."""
    use(sales)
    return Client(headers={"accept-language": "en"})
