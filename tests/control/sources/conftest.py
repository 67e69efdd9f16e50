"""A domain, a site that sources fetch from, and the worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.factories.actors import SYSTEM
from tests.factories.portals import a_domain
from tests.factories.web import Site, serving_site

from parvis.control.jobs.worker import run_waiting
from parvis.control.sources import actions, queries
from parvis.control.sources.facts import RunFacts
from parvis.data.connectors.guarded import pace


@pytest.fixture(autouse=True)
def local_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is a network that the operator allows, and nobody waits between requests."""
    monkeypatch.setenv("PARVIS_FETCH_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("PARVIS_FETCH_PORTS", "*")
    monkeypatch.setattr(pace.Pace.__init__, "__defaults__", (0.0, 1, (0.0,), 60.0))


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as serving:
        yield serving


@pytest.fixture
def domain() -> str:
    return a_domain().slug


def a_source(site: Site, domain: str = "lyon", dataset_id: str = "trees", **values: object) -> None:
    """A source of the file /trees.csv of the site."""
    options = {"url": f"{site.root}/trees.csv"}
    given = {"kind": "url", "options": options, **values}
    actions.add_source(actor=SYSTEM, domain=domain, dataset_id=dataset_id, **given)  # type: ignore[arg-type]


def run(domain: str = "lyon", dataset_id: str = "trees") -> RunFacts:
    """One run to its end, by this process as the worker."""
    asked = actions.run_now(actor=SYSTEM, domain=domain, dataset_id=dataset_id)
    while run_waiting():
        pass
    return queries.run(domain, asked.id)
