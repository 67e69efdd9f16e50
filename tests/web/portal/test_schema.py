"""The schema block of the information page: what fields hold, for whom, and examples."""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest
from django.test import Client
from tests.web.portal.conftest import SCHEMA

from parvis.data.ingest.statistics import Basis, measure
from parvis.data.serving.reader import Reader
from parvis.data.store.keys import data_key, statistics_key

ADDRESS = "/explore/dataset/{}/information/?lang=en"


@pytest.fixture(autouse=True, scope="module")
def _computed(portal: Reader, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the background job leaves in the store, of the trees and of the stops."""
    for uid in ("da_trees00001", "da_stops00001"):
        objects = portal.store.objects
        scratch: Path = tmp_path_factory.mktemp("scratch")
        basis = Basis("2026-03-15T10:00:00+00:00", "arbres.csv")
        found = measure(objects.local_path(data_key(uid, 1)), SCHEMA, basis, scratch)
        objects.put_bytes(statistics_key(uid, 1), orjson.dumps(found))


def shown(client: Client, dataset_id: str) -> str:
    response = client.get(ADDRESS.format(dataset_id))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_fields_say_what_they_hold(client: Client) -> None:
    text = shown(client, "arbres")
    assert "Types read from all 120 records of arbres.csv on 15 March 2026" in text
    assert '<span class="number">0.8%</span> <span class="muted">1 record</span>' in text
    assert "<dt>From</dt><dd>2020-01-02</dd>" in text
    assert "<li>Chêne <span" in text


def test_a_histogram_is_said_in_words_too(client: Client) -> None:
    label = re.search(r'<svg role="img" aria-label="(Distribution in [^"]*)"', shown(client, "arbres"))
    assert label is not None
    assert re.fullmatch(
        r"Distribution in 13 intervals from 0 to 130. The fullest, from 10 to 20, holds 10 values \(8.3%\).", label[1]
    )


def test_some_records_are_shown_as_examples(client: Client) -> None:
    text = shown(client, "arbres")
    assert text.count('<details class="example">') == 5
    assert "Record 1" in text


def test_who_sees_a_part_of_the_rows_sees_no_statistics_and_only_their_examples(client: Client) -> None:
    text = shown(client, "stops")
    assert "Types read" not in text
    assert 'class="share"' not in text
    assert text.count('<details class="example">') == 5
    assert "Hêtre" not in text
    assert "Plantation" not in text


def test_a_dataset_without_data_has_its_fields_and_no_example(client: Client) -> None:
    text = shown(client, "eau")
    assert "<dt>From</dt>" not in text
    assert 'class="example"' not in text
    assert "plantation" in text
