"""`parvis source` as a person types it; and a worker killed in the middle of a run."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.factories import command
from tests.factories.command import eventually, parvis
from tests.factories.web import Reply, Site, serving_site


@pytest.fixture(autouse=True)
def local_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands may fetch from loopback."""
    plain = command.environment
    more = {"PARVIS_FETCH_NETWORKS": "127.0.0.0/8", "PARVIS_FETCH_PORTS": "*"}
    monkeypatch.setattr(command, "environment", lambda: plain() | more)


def test_a_source_is_added_run_logged_and_removed(tmp_path: Path) -> None:
    with serving_site() as site:
        site.routes["/trees.csv"] = Reply(b"name;height\nOak;12\n")
        url = f"url={site.root}/trees.csv"
        added = parvis(tmp_path, "source", "add", "trees", "url", "-o", url, "--every", "1d", "--title", "Trees")
        assert (added.code, "next run" in added.out) == (0, True), added.err
        ran = parvis(tmp_path, "source", "run", "trees")
        assert (ran.code, "published, version 1" in ran.out) == (0, True), ran.out + ran.err
        assert "trees.csv: fetched" in parvis(tmp_path, "source", "log", "trees").out
        assert parvis(tmp_path, "source", "list", "--json").json()[0]["options"]["url"] == f"{site.root}/trees.csv"
        site.routes["/trees.csv"] = Reply(status=404)
        failed = parvis(tmp_path, "source", "run", "trees")
        assert (failed.code, "FetchRefused" in failed.out) == (1, True)
    assert parvis(tmp_path, "source", "remove", "trees").code == 0
    assert parvis(tmp_path, "show", "trees", "--json").code == 0


def test_a_source_is_changed(tmp_path: Path) -> None:
    with serving_site() as site:
        url = f"url={site.root}/trees.csv"
        parvis(tmp_path, "source", "add", "trees", "url", "-o", url, "--delimiter", "tab")
        changed = parvis(tmp_path, "source", "set", "trees", "--every", "1h", "--header-row", "2", "--json").json()
        assert (changed["schedule"], changed["reading"]) == ("1h", {"delimiter": "\t", "header_row": 2})
        again = parvis(tmp_path, "source", "set", "trees", "--as-found", "header-row", "--every", "")
        assert "runs by hand, delimiter '\\t'" in again.out
        assert parvis(tmp_path, "source", "set", "trees", "--encoding", "klingon").code == 1


def test_an_address_is_published_as_a_file(tmp_path: Path) -> None:
    with serving_site() as site:
        site.routes["/town/trees.csv"] = Reply(b"name;height\nOak;12\n")
        done = parvis(tmp_path, "publish", f"{site.root}/town/trees.csv", "--json")
    assert (done.code, done.json()["id"], done.json()["version"]) == (0, "trees", 1), done.err
    refused = parvis(tmp_path, "publish", "http://169.254.169.254/latest")
    assert (refused.code, "FetchForbiddenAddress" in refused.err) == (1, True)


@pytest.mark.slow
def test_a_run_whose_worker_is_killed_is_done_by_the_next(tmp_path: Path) -> None:
    with serving_site() as site:
        site.routes["/trees.csv"] = Reply(b"name;height\n" + b"Oak;12\n" * 200, drip=0.01)
        parvis(tmp_path, "source", "add", "trees", "url", "-o", f"url={site.root}/trees.csv")
        parvis(tmp_path, "source", "run", "trees", "--no-wait")
        kill_when_asked(tmp_path, site)
        site.routes["/trees.csv"] = Reply(b"name;height\nOak;12\n")
        age_everything(tmp_path)
        worker = start_worker(tmp_path)
        try:
            eventually(lambda: state_of(tmp_path) == "published", 50)
        finally:
            worker.terminate()
            worker.wait(20)


def start_worker(home: Path) -> subprocess.Popen[bytes]:
    """`parvis worker` beside."""
    arguments = [sys.executable, "-m", "parvis.cli", "--home", str(home), "worker"]
    return subprocess.Popen(arguments, env=command.environment(), stderr=subprocess.DEVNULL)


def kill_when_asked(home: Path, site: Site) -> None:
    """A worker that is killed while the file is coming."""
    worker = start_worker(home)
    eventually(lambda: len(site.asked) > 0, 30)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(10)


def age_everything(home: Path) -> None:
    """Two minutes pass without a heartbeat."""
    with sqlite3.connect(home / "control.sqlite3", timeout=20) as connection:
        connection.execute("UPDATE jobs_job SET heartbeat = datetime('now', '-2 minutes')")
    connection.close()


def state_of(home: Path) -> str:
    """The state of the newest run."""
    return str(parvis(home, "source", "log", "trees", "--json").json()[0]["state"])
