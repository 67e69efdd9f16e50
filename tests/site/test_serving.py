"""A running server: it follows what is published and revoked beside it, with or without the control database."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from tests.factories.command import Site, eventually, parvis, serving

RECORDS = "/api/explore/v2.1/catalog/datasets/{}/records?limit=1"
# More connections than web processes: each of them is asked.
ASKED = 8
PROMISE = 2.0


def publish(home: Path, name: str, *options: str, rows: int = 3) -> None:
    file = home.parent / f"{name}.csv"
    file.write_text("n,word\n" + "".join(f"{n},été\n" for n in range(rows)))
    ended = parvis(home, "publish", file, *options)
    assert ended.code == 0, ended.err


def all_say(site: Site, path: str, status: int, **headers: str) -> Callable[[], bool]:
    return lambda: all(site.get(path, **headers)[0] == status for _ in range(ASKED))


@pytest.mark.slow
def test_every_process_follows_the_feed_within_two_seconds(tmp_path: Path) -> None:
    home = tmp_path / "home"
    publish(home, "first")
    with serving(home, "--workers", "2") as site:
        assert site.get(RECORDS.format("first"))[0] == 200
        publish(home, "second")
        assert eventually(all_say(site, RECORDS.format("second"), 200), 10) < PROMISE
        publish(home, "hidden", "--private")
        key = parvis(home, "key", "create", "test", "--operator", "--json").json()
        opened = {"Authorization": f"apikey {key['secret']}"}
        assert eventually(all_say(site, RECORDS.format("hidden"), 200, **opened), 10) < PROMISE
        assert site.get(RECORDS.format("hidden"))[0] == 404
        assert parvis(home, "key", "revoke", key["id"]).code == 0
        assert eventually(all_say(site, RECORDS.format("hidden"), 401, **opened), 10) < PROMISE
        assert parvis(home, "unpublish", "second").code == 0
        assert eventually(all_say(site, RECORDS.format("second"), 404), 10) < PROMISE
    assert site.process.returncode == 0


@pytest.mark.slow
def test_reading_goes_on_without_the_control_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    publish(home, "first")
    with serving(home) as site:
        pages = ("/", "/explore/", "/explore/dataset/first/table/", RECORDS.format("first"))
        database = home / "control.sqlite3"
        locked = sqlite3.connect(database, isolation_level=None)
        locked.execute("BEGIN EXCLUSIVE")
        assert [site.get(page)[0] for page in pages] == [200] * 4
        locked.close()
        for file in home.glob("control.sqlite3*"):
            file.rename(file.with_name(f"gone-{file.name}"))
        assert [site.get(page)[0] for page in pages] == [200] * 4
        body = json.loads(site.get(RECORDS.format("first") + "&where=%22ete%22")[1])
        assert body["total_count"] == 3


def workers_of(home: Path) -> list[int]:
    """Workers that still run on this home."""
    found = psutil.process_iter(["pid", "cmdline", "environ"])
    return [
        p.info["pid"]
        for p in found
        if "worker" in (p.info["cmdline"] or []) and (p.info["environ"] or {}).get("PARVIS_HOME") == str(home)
    ]


@pytest.mark.slow
def test_killed_server_starts_again_with_everything(tmp_path: Path) -> None:
    home = tmp_path / "home"
    publish(home, "first")
    with serving(home) as site:
        os.killpg(site.process.pid, signal.SIGKILL)
        site.process.wait()
        eventually(lambda: not workers_of(home), 20)
    with serving(home) as site:
        assert site.get(RECORDS.format("first"))[0] == 200


@pytest.mark.slow
def test_domains_are_chosen_by_host(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert parvis(home, "domain", "create", "paris").code == 0
    assert parvis(home, "domain", "create", "lyon").code == 0
    publish(home, "trees", "--domain", "lyon")
    with serving(home) as site:
        assert site.get(RECORDS.format("trees"), host=f"lyon.localhost:{site.port}")[0] == 200
        assert site.get(RECORDS.format("trees"), host=f"paris.localhost:{site.port}")[0] == 404
        assert site.get(RECORDS.format("trees"), host="unknown.example")[0] == 404
