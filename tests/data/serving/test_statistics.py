"""Statistics as callers may see them."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.factories.published import AT, STATIONS, Installation

from parvis.core.errors import NotFound
from parvis.data.ingest.statistics import Basis, measure
from parvis.data.serving import datasets, statistics
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.reader import Reader
from parvis.data.store.keys import data_key, statistics_key
from parvis.data.store.manifest import Grant


def test_hidden_fields_have_no_statistics(installation: Installation, reader: Reader, tmp_path: Path) -> None:
    made = installation.dataset("some", grants=[Grant("public", fields=("city", "open"))])
    reader.refresh()
    view = datasets.get(reader, reader.domain(None), ANONYMOUS, "some")
    with pytest.raises(NotFound, match="not computed yet"):
        statistics.of_dataset(reader, view)
    objects = installation.store.objects
    found = measure(objects.local_path(data_key(made.uid, 1)), STATIONS, Basis(AT, "some.csv"), tmp_path)
    objects.put_bytes(statistics_key(made.uid, 1), orjson.dumps(found))
    measured = statistics.of_dataset(reader, view)
    assert [(field.name, measured.share(values)) for field, values in measured.fields] == [
        ("city", 0.75),
        ("open", 1.0),
    ]
    hidden, absent = (_message(reader, view, name) for name in ("capacity", "absent__"))
    assert hidden.replace("capacity", "absent__") == absent


def _message(reader: Reader, view: datasets.DatasetView, name: str) -> str:
    with pytest.raises(NotFound) as raised:
        statistics.of_field(reader, view, name)
    return raised.value.message
