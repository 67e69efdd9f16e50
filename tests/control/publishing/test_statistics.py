"""The statistics of a version's fields are computed in the background, once, and for versions that have none."""

from pathlib import Path

import orjson
import pytest
from tests.factories.actors import SYSTEM
from tests.factories.portals import a_file

from parvis.control.jobs import queries as jobs
from parvis.control.jobs.facts import JobState
from parvis.control.jobs.worker import run_waiting
from parvis.control.publishing import actions
from parvis.control.publishing.measuring import measure_version
from parvis.data.store.keys import statistics_key
from parvis.data.store.statistics import filled_shares, statistics
from parvis.data.store.store import Store


@pytest.mark.django_db(transaction=True)
def test_publishing_schedules_the_statistics_of_the_version(tmp_path: Path, store: Store):
    text = "name,height\nOak,12.5\nLime,\n"
    uid = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path, text)).uid
    assert statistics(store.objects, uid, 1) is None
    run_waiting()
    assert [job.state for job in jobs.jobs(key=f"{uid}/1/statistics")] == [JobState.DONE]
    found = statistics(store.objects, uid, 1)
    assert found is not None
    assert found["inferred"]["source"] == "trees.csv"
    assert found["fields"][1]["reason"]
    assert filled_shares(found) == {"name": 1.0, "height": 0.5}
    assert list(store.temporary.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_version_without_statistics_gets_them_at_its_next_publication(tmp_path: Path, store: Store):
    published = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path))
    run_waiting()
    store.objects.delete(statistics_key(published.uid, 1))
    actions.publish_visibility(actor=SYSTEM, domain=None, dataset_id=published.dataset_id, private=True)
    run_waiting()
    assert store.objects.exists(statistics_key(published.uid, 1))


@pytest.mark.django_db
def test_statistics_that_are_there_are_kept(tmp_path: Path, store: Store):
    uid = actions.publish_file(actor=SYSTEM, source=a_file(tmp_path)).uid
    store.objects.put_bytes(statistics_key(uid, 1), b"{}")
    assert measure_version(uid=uid, version=1)
    assert store.objects.get(statistics_key(uid, 1)) == b"{}"
    assert not measure_version(uid=uid, version=2)


@pytest.mark.django_db
def test_statistics_of_a_later_format_are_not_shown(tmp_path: Path, store: Store):
    store.objects.put_bytes(statistics_key("da_later0001", 1), orjson.dumps({"format": 99}))
    assert statistics(store.objects, "da_later0001", 1) is None
