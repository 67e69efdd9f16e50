"""From a push to public rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.control.sources.conftest import a_source
from tests.data.ingest.changes.test_upsert import rows
from tests.factories.actors import SYSTEM
from tests.factories.web import Site

from parvis.control.catalog import queries as catalog
from parvis.control.catalog.table_schemas import attach_schema
from parvis.control.jobs.worker import run_waiting
from parvis.control.publishing.stores import store
from parvis.control.sources import actions, queries, scheduling
from parvis.control.sources.facts import RunState
from parvis.data.connectors.files.interface import InvalidSource
from parvis.data.ingest.conformance import read_schema
from parvis.data.store.spool import Spool

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("domain")]


@pytest.fixture
def spool(home: Path) -> Spool:
    actions.add_source(actor=SYSTEM, domain="lyon", dataset_id="trees", kind="push", options={"key_fields": "code"})
    return Spool(home)


def folded(spool: Spool, request: str, *operations: dict[str, Any]) -> RunState:
    """Push, and let the worker fold."""
    spool.accept("lyon", "trees", request, list(operations))
    assert scheduling.start_pushed() == 1
    while run_waiting():
        pass
    return queries.runs("lyon", "trees")[0].state


def shown() -> list[tuple[object, ...]]:
    """The rows of the newest version."""
    newest = catalog.versions("lyon", "trees")[0]
    return rows(store().objects.local_path(newest.data.key), "code, height")


def test_pushed_records_become_versions(spool: Spool) -> None:
    added = [{"upsert": {"code": "a", "height": 1}}, {"upsert": {"code": "b", "height": 2}}]
    assert folded(spool, "1", *added) == RunState.PUBLISHED
    assert shown() == [("a", 1), ("b", 2)]
    assert folded(spool, "2", {"upsert": {"code": "a", "height": 3}}, {"delete": {"code": "b"}}) == RunState.PUBLISHED
    assert shown() == [("a", 3)]
    assert spool.datasets() == []
    assert "1 upserted, 1 deleted" in queries.runs("lyon", "trees")[0].files[0]["note"]


def test_a_crash_before_the_spool_forgets_changes_nothing(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    folded(spool, "1", {"upsert": {"code": "a", "height": 1}})
    with monkeypatch.context() as crash:
        crash.setattr(Spool, "folded", lambda *_: None)
        folded(spool, "2", {"upsert": {"code": "b", "height": 2}})
    assert folded(spool, "3", {"upsert": {"code": "c", "height": 3}}) == RunState.PUBLISHED
    assert sorted(shown()) == [("a", 1), ("b", 2), ("c", 3)]


def test_a_push_key_is_for_its_dataset(spool: Spool, site: Site) -> None:
    assert actions.create_push_key(actor=SYSTEM, domain="lyon", dataset_id="trees").secret.startswith("pk_")
    a_source(site, dataset_id="other")
    with pytest.raises(InvalidSource):
        actions.create_push_key(actor=SYSTEM, domain="lyon", dataset_id="other")


def test_pushed_records_are_judged_by_the_schema_of_their_dataset(spool: Spool) -> None:
    folded(spool, "1", {"upsert": {"code": "a", "height": 1}})
    fields = [{"name": "code"}, {"name": "height", "type": "integer", "constraints": {"maximum": 10}}]
    schema = read_schema({"name": "trees", "fields": fields})
    attach_schema(actor=SYSTEM, domain="lyon", dataset_id="trees", schema=schema)
    assert folded(spool, "2", {"upsert": {"code": "b", "height": 20}}) == RunState.PUBLISHED
    assert catalog.versions("lyon", "trees")[0].report["conformance"]["errors"] == 1
    attach_schema(actor=SYSTEM, domain="lyon", dataset_id="trees", schema=schema, required=True)
    assert folded(spool, "3", {"upsert": {"code": "c", "height": 30}}) == RunState.FAILED
    assert sorted(shown()) == [("a", 1), ("b", 20)]
