"""From a source to a version: what is new is published once, failures leave what is public."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from tests.control.sources.conftest import a_source, run
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import audited
from tests.factories.web import Asked, Reply, Site

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries as catalog
from parvis.control.jobs.actions import revive
from parvis.control.jobs.models import Job
from parvis.control.jobs.worker import run_waiting
from parvis.control.publishing import arrivals
from parvis.control.sources import actions, holds, queries, running, scheduling
from parvis.control.sources.facts import DatasetBusy, RunState, SourceBusy, SourceExists
from parvis.control.sources.models import Hold, Run, Source
from parvis.core.clock import now
from parvis.core.errors import Forbidden, NotFound
from parvis.data.connectors.files.interface import InvalidSource

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("domain")]
OAK = Reply(b"name;height\nOak;12\n")


def versions() -> list[int]:
    """Rows of each version, newest first."""
    return [version.rows for version in catalog.versions("lyon", "trees")]


def test_a_run_publishes_what_is_new_and_only_that(site: Site) -> None:
    a_source(site, metadata={"title": "Trees"})
    site.routes["/trees.csv"] = OAK
    first = run()
    assert (first.state, first.version) == (RunState.PUBLISHED, 1)
    assert [(file["name"], file["status"]) for file in first.files] == [("trees.csv", "fetched")]
    assert catalog.dataset("lyon", "trees").title == "Trees"
    second = run()
    assert (second.state, second.version, versions()) == (RunState.UNCHANGED, None, [1])
    site.routes["/trees.csv"] = Reply(b"name;height\nOak;12\nLime;9\n")
    assert (run().state, versions()) == (RunState.PUBLISHED, [2, 1])
    assert [r.state for r in queries.runs("lyon", "trees")] == ["published", "unchanged", "published"]


def test_several_files_are_one_dataset(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "exchange"
    folder.mkdir()
    monkeypatch.setenv("PARVIS_FETCH_FOLDERS", str(folder))
    for year in (2024, 2025):
        (folder / f"trees-{year}.csv").write_text(f"name;year\nOak;{year}\n")
    options = {"path": str(folder), "pattern": "trees-*.csv", "take": "all"}
    actions.add_source(actor=SYSTEM, domain="lyon", dataset_id="trees", kind="folder", options=options)
    assert (run().state, versions()) == (RunState.PUBLISHED, [2])
    assert run().state == RunState.UNCHANGED
    (folder / "trees-2026.csv").write_text("name;year\nOak;2026\n")
    third = run()
    assert (third.state, len(third.files), versions()) == (RunState.PUBLISHED, 3, [3, 2])
    assert catalog.dataset("lyon", "trees").title == "Trees"


def test_a_run_leaves_no_file_behind(site: Site, home: Path) -> None:
    a_source(site)
    site.routes["/trees.csv"] = OAK
    done = run()
    assert not running.work_folder(done.id).exists()


def test_a_failure_keeps_what_is_public_and_is_tried_again(site: Site) -> None:
    a_source(site, schedule="1d")
    site.routes["/trees.csv"] = OAK
    run()
    site.routes["/trees.csv"] = Reply(status=500)
    failed = run()
    assert (failed.state, failed.code, versions()) == (RunState.FAILED, "FetchRefused", [1])
    again = queries.source("lyon", "trees").next_run
    assert again is not None
    assert again - now() < timedelta(minutes=2)


def test_the_owner_is_told_once_and_when_it_works_again(site: Site) -> None:
    a_source(site, schedule="1d", owner="ann@example.org")
    site.routes["/trees.csv"] = Reply(status=500)
    for _ in range(6):
        run()
    site.routes["/trees.csv"] = OAK
    run()
    told = [(alert.kind, alert.owner) for alert in queries.alerts("lyon")]
    assert told == [("recovered", "ann@example.org"), ("failing", "ann@example.org")]


def test_what_cannot_mend_itself_is_told_at_once(site: Site) -> None:
    a_source(site)
    run()
    assert [alert.kind for alert in queries.alerts("lyon")] == ["failing"]


def test_a_file_that_cannot_be_read_fails_the_run(site: Site) -> None:
    a_source(site)
    site.routes["/trees.csv"] = Reply(b"")
    failed = run()
    assert (failed.state, failed.code) == (RunState.FAILED, "IngestEmptyFile")
    site.routes["/trees.csv"] = OAK
    assert run().state == RunState.PUBLISHED


def test_a_host_that_asks_for_a_long_wait_gets_it(site: Site) -> None:
    a_source(site, schedule="1h")
    site.routes["/trees.csv"] = Reply(status=429, headers={"Retry-After": "7200"})
    assert run().code == "FetchComeBackLater"
    again = queries.source("lyon", "trees").next_run
    assert again is not None
    assert again - now() > timedelta(minutes=110)


def test_a_run_killed_while_it_fetches_begins_anew(site: Site) -> None:
    a_source(site)
    site.routes["/trees.csv"] = OAK
    asked = actions.run_now(actor=SYSTEM, domain="lyon", dataset_id="trees")
    killed(asked.id, RunState.FETCHING)
    leftover = running.work_folder(asked.id)
    leftover.mkdir(parents=True)
    (leftover / "half.csv").write_text("a")
    revived()
    assert queries.run("lyon", asked.id).state == RunState.PUBLISHED


def test_a_run_killed_after_publication_makes_no_second_version(site: Site) -> None:
    a_source(site)
    site.routes["/trees.csv"] = OAK
    asked = actions.run_now(actor=SYSTEM, domain="lyon", dataset_id="trees")
    running.perform(asked.id)
    brought = running.arrival(asked.id)
    assert brought is not None
    arrivals._published(brought)  # and the process dies here
    assert arrivals.publish_arrival(asked.id) == 1
    assert (queries.run("lyon", asked.id).state, versions()) == (RunState.PUBLISHED, [1])


def killed(run_id: int, state: RunState) -> None:
    """The worker died two minutes ago, in this state of the run."""
    long_ago = now() - timedelta(minutes=2)
    Run.objects.filter(pk=run_id).update(state=state, heartbeat=long_ago)
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago)
    Job.objects.update(state="running", started=long_ago, heartbeat=long_ago, attempts=1)


def revived() -> None:
    """Another worker comes."""
    revive()
    DBTaskResult.objects.filter(status="READY").update(run_after=now())
    while run_waiting():
        pass


def test_a_waiting_run_is_cancelled_at_once(site: Site) -> None:
    a_source(site)
    actions.run_now(actor=SYSTEM, domain="lyon", dataset_id="trees")
    cancelled = actions.cancel_run(actor=SYSTEM, domain="lyon", dataset_id="trees")
    run_waiting()
    assert queries.run("lyon", cancelled.id).state == RunState.CANCELLED
    assert site.asked == []


def test_a_run_under_way_ends_when_it_is_cancelled(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_LOOK", 0.0)
    a_source(site)

    def cancelling(asked: Asked) -> Reply:
        thread = threading.Thread(target=Run.objects.update, kwargs={"cancelled": True})
        thread.start()
        thread.join()
        return OAK

    site.routes["/trees.csv"] = cancelling
    assert run().state == RunState.CANCELLED
    with pytest.raises(NotFound):
        catalog.dataset("lyon", "trees")


def test_one_run_of_a_source_at_a_time(site: Site) -> None:
    a_source(site)
    actions.run_now(actor=SYSTEM, domain="lyon", dataset_id="trees")
    with pytest.raises(SourceBusy):
        actions.run_now(actor=SYSTEM, domain="lyon", dataset_id="trees")
    with pytest.raises(SourceBusy):
        actions.remove_source(actor=SYSTEM, domain="lyon", dataset_id="trees")


def test_a_dataset_is_held_by_one_publication_and_not_by_a_dead_one() -> None:
    with holds.hold("lyon", "trees"):
        with pytest.raises(DatasetBusy), holds.hold("lyon", "trees", patience=0):
            pass
        with holds.hold("lyon", "other", patience=0):
            pass
    Hold.objects.create(name="lyon/trees", token="t", machine=holds._machine(), process="1@gone", heartbeat=now())
    with holds.hold("lyon", "trees", patience=0):
        pass
    assert not Hold.objects.exists()


def test_schedules_open_runs_when_they_are_due(site: Site) -> None:
    a_source(site, schedule="15m")
    assert scheduling.start_due() == 0
    Source.objects.update(next_run=now() - timedelta(minutes=1))
    assert (scheduling.start_due(), scheduling.start_due()) == (1, 0)
    (opened,) = queries.runs("lyon", "trees")
    assert (opened.state, opened.trigger) == (RunState.WAITING, "schedule")


def test_a_paused_source_does_not_run(site: Site) -> None:
    a_source(site, schedule="15m")
    actions.pause_source(actor=SYSTEM, domain="lyon", dataset_id="trees", paused=True)
    Source.objects.update(next_run=now() - timedelta(minutes=1))
    assert scheduling.start_due() == 0


def test_a_silent_feed_raises_one_alert(site: Site) -> None:
    a_source(site, silent_after="2d")
    assert scheduling.raise_silence() == 0
    Source.objects.update(last_new=now() - timedelta(days=3))
    assert (scheduling.raise_silence(), scheduling.raise_silence()) == (1, 0)
    assert [alert.kind for alert in queries.alerts("lyon")] == ["silent"]


def test_a_run_that_nobody_carries_on_ends(site: Site) -> None:
    a_source(site)
    asked = actions.run_now(actor=SYSTEM, domain="lyon", dataset_id="trees")
    Run.objects.update(state=RunState.FETCHING, heartbeat=now() - timedelta(days=1))
    assert scheduling.end_abandoned() == 1
    assert queries.run("lyon", asked.id).code == "RunAbandoned"


def test_a_secret_is_changed_forgotten_and_known_by_its_name(site: Site) -> None:
    site.routes["/trees.csv"] = OAK
    a_source(site, options={"url": f"{site.root}/trees.csv", "token": "first"})
    actions.set_secrets(actor=SYSTEM, domain="lyon", dataset_id="trees", secrets={"token": "second"})
    run()
    assert site.asked[-1].headers["authorization"] == "Bearer second"
    with pytest.raises(InvalidSource, match="pattern"):
        actions.set_secrets(actor=SYSTEM, domain="lyon", dataset_id="trees", secrets={"pattern": "x"})
    emptied = actions.set_secrets(actor=SYSTEM, domain="lyon", dataset_id="trees", secrets={"token": ""})
    assert emptied.secrets == ()


def test_secrets_are_encrypted_sent_and_never_shown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_SECRET_KEY", "first")
    a_source(site, options={"url": f"{site.root}/trees.csv", "token": "very secret"})
    shown = queries.source("lyon", "trees")
    assert (shown.secrets, "very secret" in str(shown)) == (("token",), False)
    assert "very secret" not in str(Source.objects.values_list().get())
    monkeypatch.setenv("PARVIS_SECRET_KEY", "second")
    assert run().code == "SecretUnreadable"
    monkeypatch.setenv("PARVIS_FORMER_SECRET_KEYS", "first")
    assert actions.rotate_secrets(actor=SYSTEM) == 1
    monkeypatch.delenv("PARVIS_FORMER_SECRET_KEYS")
    site.routes["/trees.csv"] = OAK
    assert run().state == RunState.PUBLISHED
    assert site.asked[-1].headers["authorization"] == "Bearer very secret"
    assert "very secret" not in str(audited())


def test_only_managers_of_the_domain_touch_sources(site: Site) -> None:
    a_source(site)
    calls = (actions.run_now, actions.cancel_run, actions.remove_source)
    for actor in (STRANGER, manager("paris")):
        for call in calls:
            with pytest.raises(Forbidden):
                call(actor=actor, domain="lyon", dataset_id="trees")
    with pytest.raises(Forbidden):
        actions.add_source(actor=manager("lyon"), domain="lyon", dataset_id="x", kind="folder", options={"path": "/"})
    actions.run_now(actor=manager("lyon"), domain="lyon", dataset_id="trees")


def test_what_cannot_be_a_source_is_refused(site: Site) -> None:
    a_source(site)
    with pytest.raises(SourceExists):
        a_source(site)
    for given in ({"kind": "telepathy"}, {"options": {}}, {"dataset_id": "a b"}):
        with pytest.raises(InvalidSource):
            a_source(site, **{"dataset_id": "other", **given})  # type: ignore[arg-type]


def test_private_addresses_are_refused_by_default(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARVIS_FETCH_NETWORKS")
    a_source(site)
    assert run().code == "FetchForbiddenAddress"
    assert Actor.system().operator
