"""The badge of a dataset that follows a schema, and the page that tells what does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.test import Client
from tests.web.portal.conftest import SCHEMA, TREES, publish

from parvis.data.ingest.conformance.report import Conformance, Example, Finding, RuleResult, Unchecked
from parvis.data.serving import datasets
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged
from parvis.data.store.keys import conformance_key
from parvis.data.store.manifest import Grant
from parvis.data.store.store import Store
from parvis.web.api.explore_v21.objects import own_template

REFERENCE = {"name": "arbres", "title": "Arbres <b>", "version": "1.0", "url": "https://schemas.example/a.json"}
BROKEN = Conformance(
    REFERENCE,
    120,
    (Finding("missing-column", "error", "code"), Finding("extra-column", "warning", "x")),
    (
        RuleResult("required", "espece", 1_234, (Example(7, None),)),
        RuleResult("enum", "espece", 1, (Example(9, "<i>"),)),
    ),
    (Unchecked("pattern", "id", "pattern-not-read", {"expected": "(?!a)"}),),
)
GOOD = Conformance(REFERENCE, 120)
SOME = (Grant("public", row_filter="espece = 'Chêne'"),)
LESS = (Grant("public", fields=("id", "espece")),)


def _published(store: Store, uid: str, name: str, report: Conformance, *, processed: bool = False, **more: Any) -> None:
    key = conformance_key(uid, 1)
    store.objects.put_bytes(key, orjson.dumps({**report.to_dict(), "processed": processed}))
    block = {**report.block(), "version": 1, "report": key}
    publish(store, uid, name, replace(TREES, title=name), conformance=block, **more)


@pytest.fixture(scope="module")
def schooled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    home: Path = tmp_path_factory.mktemp("portal")
    store = Store.open(home)
    store.feed.append(DomainChanged("lyon", "Données de Lyon", ("testserver",), is_default=True))
    _published(store, "da_good000001", "bon", GOOD)
    _published(store, "da_broken0001", "casse", BROKEN)
    _published(store, "da_hashed0001", "hache", BROKEN, processed=True)
    _published(store, "da_some000001", "partie", BROKEN, grants=SOME)
    _published(store, "da_less000001", "moins", BROKEN, grants=LESS)
    publish(store, "da_plain00001", "nu", TREES)
    reader = Reader.open(home)
    yield reader
    reader.stop()


@pytest.fixture
def client(schooled: Reader) -> Client:
    use(schooled)
    return Client(headers={"accept-language": "en"})


def page(client: Client, name: str, view: str = "conformance", status: int = 200) -> str:
    response = client.get(f"/explore/dataset/{name}/{view}/")
    assert response.status_code == status
    return response.content.decode()


def test_the_badge_says_the_verdict_in_words(client: Client) -> None:
    assert "Conforms to the schema Arbres &lt;b&gt; 1.0" in page(client, "bon", "information")
    text = page(client, "casse", "table")
    assert "Does not conform to the schema Arbres &lt;b&gt; 1.0: 1,236 errors" in text
    assert 'href="/explore/dataset/casse/conformance/"' in text
    assert "conform" not in page(client, "nu", "information").lower()


def test_the_page_tells_every_rule_in_the_language_of_the_visitor(client: Client) -> None:
    text = page(client, "casse")
    assert "“espece” must have a value in every row." in text
    assert "1,234" in text
    assert "<code>&lt;i&gt;</code>" in text
    assert 'href="https://schemas.example/a.json"' in text
    french = client.get("/explore/dataset/casse/conformance/?lang=fr").content.decode()
    assert "« espece » doit être renseignée à chaque ligne." in french
    assert "La colonne « code » manque" in french


def test_cells_of_a_source_that_a_pipeline_changed_are_not_shown(client: Client) -> None:
    text = page(client, "hache")
    assert "row 9" in text
    assert "&lt;i&gt;" not in text


@pytest.mark.parametrize("name", ["partie", "moins"])
def test_who_sees_a_part_gets_the_verdict_alone(client: Client, name: str) -> None:
    text = page(client, name)
    assert "Does not conform" in text
    assert "must have a value" not in text
    assert "The details are for those who see the whole dataset." in text
    assert ("errors" in page(client, name, "information")) is (name == "moins")


def test_a_dataset_without_schema_has_no_such_page(client: Client) -> None:
    page(client, "nu", status=404)


def test_fields_are_still_those_of_the_dataset(client: Client) -> None:
    assert all(field.label in page(client, "bon", "information") for field in SCHEMA)


def test_the_api_says_it_in_the_metadata(schooled: Reader) -> None:
    def told(name: str) -> Any:
        found = datasets.get(schooled, schooled.domain("testserver"), ANONYMOUS, name)
        return own_template(found).get("conformance")

    assert told("nu") is None
    assert told("casse") == {
        "schema_name": "Arbres <b>",
        "schema_version": "1.0",
        "schema_url": "https://schemas.example/a.json",
        "conforms": False,
        "errors": 1_236,
    }
    assert told("partie")["errors"] is None
