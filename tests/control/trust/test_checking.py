"""Addresses are watched, looked at when they are due, and what is found counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories.actors import SYSTEM, manager
from tests.factories.portals import a_dataset, a_domain, a_file
from tests.factories.web import Reply, Site, serving_site

from parvis.control.catalog import actions as catalog
from parvis.control.jobs.worker import run_waiting
from parvis.control.publishing.actions import publish_file
from parvis.control.trust import checking, queries, upkeep, watching
from parvis.control.trust.evidence import last_checks
from parvis.control.trust.models import CheckDay, CheckRow, CurrentScore, WatchRow
from parvis.core.clock import now
from parvis.core.errors import NotFound
from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.probe import Manners, Prober
from parvis.data.connectors.probe.manners import Limits
from parvis.data.store.asks import CheckedRecently
from parvis.data.trust.states import Outcome

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = """<html><script type="application/ld+json">
{"@type": "Dataset", "name": "Trees", "description": "All of them", "distribution": [{}]}</script></html>"""
TARGETS = {"croissant", "export-csv", "export-json", "explore-api", "landing", "page"}
LOCAL = Policy(allow_private=True, ports=None, connect_seconds=2, read_seconds=1, total_seconds=10)


@pytest.fixture
def prober() -> Iterator[Prober]:
    with Prober(LOCAL, manners=Manners(Limits(delay=0))) as opened:
        yield opened


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The installation as others see it, and the page of the publisher."""
    with serving_site() as serving:
        api = "/api/explore/v2.1/catalog/datasets/trees"
        serving.routes |= {
            f"{api}/exports/csv": Reply(b"a,b\n1,2\n", headers={"Content-Type": "text/csv"}),
            f"{api}/exports/json": Reply(b'[{"a": 1}]', headers={"Content-Type": "application/json"}),
            f"{api}/records": Reply(b'{"total_count": 1}', headers={"Content-Type": "application/json"}),
            f"{api}/metadata/croissant": Reply(b'{"@type": "Dataset"}', headers={"Content-Type": "application/json"}),
            "/explore/dataset/trees/information/": Reply(PAGE.encode(), headers={"Content-Type": "text/html"}),
            "/page": Reply(b"<html><title>Trees</title><p>About them</html>", headers={"Content-Type": "text/html"}),
        }
        monkeypatch.setenv("PARVIS_ADDRESS", serving.root)
        yield serving


@pytest.fixture
def uid(site: Site, tmp_path: Path) -> str:
    """A published dataset under watch."""
    a_domain("lyon", is_default=True)
    metadata = {"references": f"{site.root}/page", "update_frequency": "annual"}
    published = publish_file(actor=SYSTEM, domain="lyon", source=a_file(tmp_path), metadata=metadata)
    run_waiting()
    return published.uid


def look(prober: Prober) -> int:
    return checking.run_round(prober, prober, seconds=20)


def test_a_publication_is_watched_checked_at_once_and_scored_again(uid: str, prober: Prober) -> None:
    assert {p.target for p in queries.planned("lyon")} == TARGETS
    assert queries.score("lyon", "trees").provisional
    assert look(prober) == len(TARGETS)
    run_waiting()
    score = queries.score("lyon", "trees")
    agent = queries.evidence("lyon", "trees").agent
    assert (agent.package, agent.embedded_metadata, agent.api) == (True, True, "described")
    assert (score.provisional, score.axis("availability").status) == (False, "failed")
    # The site of the test answers in clear, which keeps its files from being fully well.
    assert {c.outcome for c in queries.checks("lyon", "trees")} == {"DEGRADED"}
    assert queries.history("lyon", "trees")[0].reason == "checked"
    assert look(prober) == 0


def test_the_text_of_a_licence_nobody_knows_counts_while_it_answers(uid: str, prober: Prober, site: Site) -> None:
    terms = {"license": "Our own terms", "license_url": f"{site.root}/terms"}
    catalog.update_metadata(actor=SYSTEM, domain="lyon", dataset_id="trees", metadata=terms)
    site.routes["/terms"] = Reply(b"<html><p>You may use them</html>", headers={"Content-Type": "text/html"})
    assert watching.watch(uid) == 1
    look(prober)
    run_waiting()
    assert queries.score("lyon", "trees").axis("license").value == 35


def test_a_failure_waits_for_its_tries_before_it_counts(uid: str, prober: Prober, site: Site) -> None:
    look(prober)
    site.routes["/page"] = Reply(b"gone", 500)
    for minutes, expected in ((None, False), (10, False), (60, True)):
        since = None if minutes is None else now() - timedelta(minutes=minutes)
        WatchRow.objects.filter(target="landing").update(next_at=now(), since=since)
        look(prober)
        newest = queries.checks("lyon", "trees", distribution="landing")[0]
        assert (newest.outcome, newest.confirmed) == ("DOWN", expected)
        assert (last_checks(uid, now())["landing"].outcome is Outcome.DOWN) is expected
    assert queries.planned("lyon", "trees")[0].failures == 3


def test_an_address_that_changed_is_looked_at_anew_and_one_that_left_is_forgotten(uid: str, prober: Prober) -> None:
    look(prober)
    catalog.update_metadata(actor=SYSTEM, domain="lyon", dataset_id="trees", metadata={"references": "https://a.test/"})
    assert watching.watch(uid) == 1
    assert WatchRow.objects.get(target="landing").trigger == "edit"
    catalog.update_metadata(actor=SYSTEM, domain="lyon", dataset_id="trees", metadata={"references": None})
    assert watching.watch(uid) == 0
    assert not WatchRow.objects.filter(target="landing").exists()


def test_what_is_claimed_by_one_worker_is_not_taken_by_another(uid: str) -> None:
    assert len(watching.claim(now())) == len(TARGETS)
    assert watching.claim(now()) == []
    assert len(watching.claim(now() + watching.CLAIM * 2)) == len(TARGETS)


def test_our_own_addresses_wait_while_nobody_can_follow_them(uid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_ADDRESS", "")
    assert [asked.target.id for asked in watching.claim(now(), only=uid)] == ["landing"]
    assert watching.anything_due(now())
    assert watching.claim(now()) == []
    assert not watching.anything_due(now())


def test_checks_by_hand_are_limited(uid: str) -> None:
    ask = {"domain": "lyon", "dataset_id": "trees"}
    assert watching.ask(actor=manager("lyon"), **ask) == len(TARGETS)
    with pytest.raises(CheckedRecently) as refused:
        watching.ask(actor=manager("lyon"), **ask)
    assert 0 < refused.value.retry_after <= 600
    assert watching.ask(actor=None, **ask) == len(TARGETS)
    with pytest.raises(CheckedRecently):
        watching.ask(actor=manager("paris"), **ask)
    a_dataset("draft")
    with pytest.raises(NotFound):
        watching.ask(actor=None, domain="lyon", dataset_id="draft")


def test_old_checks_become_one_line_a_day(uid: str, prober: Prober) -> None:
    look(prober)
    old = now() - timedelta(days=500)
    CheckRow.objects.filter(distribution="landing").update(at=old)
    assert upkeep.fold_old(now()) == 1
    line = CheckDay.objects.get()
    assert (line.distribution, line.day, line.checks, line.ok) == ("landing", old.date(), 1, 1)
    assert CheckRow.objects.count() == len(TARGETS) - 1


def test_scores_are_computed_anew_as_they_age(uid: str) -> None:
    before = CurrentScore.objects.get().at
    assert upkeep.rescore_aged(now()) == 0
    assert upkeep.rescore_aged(now() + timedelta(days=2)) == 1
    run_waiting()
    assert CurrentScore.objects.get().at > before
