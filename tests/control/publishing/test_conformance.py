"""A dataset keeps its schema; each version is checked, and held back when that is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.factories.actors import STRANGER, SYSTEM
from tests.factories.outcomes import audited
from tests.factories.portals import a_domain

from parvis.control.catalog import queries, table_schemas
from parvis.control.publishing import actions
from parvis.control.publishing.conformance import NotConforming
from parvis.core.errors import Forbidden
from parvis.data.ingest.conformance import InvalidTableSchema, TableSchema, read_schema
from parvis.data.ingest.processors import Pipeline
from parvis.data.store.manifest import Manifest
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db

SCHEMA = read_schema(
    {
        "name": "trees",
        "title": "Trees",
        "version": "1.2.0",
        "fields": [{"name": "species"}, {"name": "height", "type": "integer", "constraints": {"maximum": 100}}],
    },
    "https://schemas.example/trees.json",
)
GOOD, BAD = "species,height\nElm,12\n", "species,height\nElm,12\nOak,tall\nAsh,200\n"


@pytest.fixture(autouse=True)
def town(store: Store) -> None:
    a_domain("lyon")


def publish(folder: Path, text: str, **values: Any) -> Any:
    path = folder / "trees.csv"
    path.write_text(text)
    return actions.publish_file(**{"actor": SYSTEM, "domain": "lyon", "source": path, **values})


def manifest(store: Store) -> Manifest:
    (entry,) = store.published().values()
    return store.manifest(entry.manifest)


def test_a_version_is_published_with_its_report(tmp_path: Path, store: Store) -> None:
    published = publish(tmp_path, BAD, schema=SCHEMA)
    block = manifest(store).conformance
    assert block is not None
    assert (block["conforms"], block["errors"], block["version"]) == (False, 2, 1)
    assert block["schema"]["url"] == "https://schemas.example/trees.json"
    report = orjson.loads(store.objects.get(block["report"]))
    assert [(rule["rule"], rule["examples"][0]["row"]) for rule in report["rules"]] == [
        ("type-integer", 2),
        ("maximum", 3),
    ]
    assert published.to_dict()["conformance"]["errors"] == 2
    assert store.missing_objects() == []


def test_the_schema_is_kept_for_the_next_versions(tmp_path: Path, store: Store) -> None:
    publish(tmp_path, BAD, schema=SCHEMA)
    publish(tmp_path, GOOD)
    block = manifest(store).conformance
    assert block is not None
    assert (block["conforms"], block["version"]) == (True, 2)
    actions.rollback(actor=SYSTEM, domain="lyon", dataset_id="trees", version=1)
    assert manifest(store).conformance["version"] == 1  # type: ignore[index]


def test_rows_that_do_not_conform_are_held_back_when_asked(tmp_path: Path, store: Store) -> None:
    publish(tmp_path, GOOD, schema=SCHEMA, require_conformance=True)
    with pytest.raises(NotConforming, match=r"Errors: 2; rows: 3. “height” must hold whole numbers") as refused:
        publish(tmp_path, BAD)
    assert refused.value.params["errors"] == 2
    assert [version.number for version in queries.versions("lyon", "trees")] == [1]
    assert manifest(store).version == 1
    publish(tmp_path, BAD, require_conformance=False)
    assert manifest(store).version == 2


def test_a_first_file_that_does_not_conform_leaves_no_dataset(tmp_path: Path, store: Store) -> None:
    with pytest.raises(NotConforming):
        publish(tmp_path, BAD, schema=SCHEMA, require_conformance=True)
    assert queries.datasets("lyon") == []
    assert store.published() == {}


def test_there_is_nothing_to_conform_to_without_a_schema(tmp_path: Path) -> None:
    with pytest.raises(InvalidTableSchema, match="no schema"):
        publish(tmp_path, GOOD, require_conformance=True)


def test_the_texts_are_judged_before_the_pipeline(tmp_path: Path, store: Store) -> None:
    steps = Pipeline.from_dict({"steps": [{"processor": "hash", "parameters": {"field": "species"}}]})
    publish(tmp_path, GOOD, schema=SCHEMA, pipeline=steps)
    block = manifest(store).conformance
    assert block is not None
    assert block["conforms"]
    assert orjson.loads(store.objects.get(block["report"]))["processed"] is True


def test_every_state_of_a_schema_is_kept_with_its_trace(tmp_path: Path) -> None:
    publish(tmp_path, GOOD)
    states: tuple[TableSchema | None, ...] = (SCHEMA, SCHEMA, None)
    for schema in states:
        table_schemas.attach_schema(actor=SYSTEM, domain="lyon", dataset_id="trees", schema=schema)
    kept = [state.schema.label if state.schema else None for state in table_schemas.history("lyon", "trees")]
    assert kept == [None, "Trees"]
    assert [action for action, _ in audited()].count("dataset.schema") == 2


def test_a_stranger_attaches_no_schema(tmp_path: Path) -> None:
    publish(tmp_path, GOOD)
    with pytest.raises(Forbidden):
        table_schemas.attach_schema(actor=STRANGER, domain="lyon", dataset_id="trees", schema=SCHEMA)
    assert table_schemas.attached("lyon", "trees").number == 0


def test_a_detached_schema_leaves_no_report(tmp_path: Path, store: Store) -> None:
    publish(tmp_path, GOOD, schema=SCHEMA)
    table_schemas.attach_schema(actor=SYSTEM, domain="lyon", dataset_id="trees", schema=None)
    publish(tmp_path, GOOD)
    assert manifest(store).conformance is None
