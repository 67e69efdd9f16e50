"""Processes that are killed, or that publish at once: readers see one whole version, and nothing is left behind."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROUNDS = 32


def lines_of(script: str, home: Path, database: str, *arguments: str) -> list[dict]:
    """Run a script beside this file on that data folder and control database; the JSON objects that it prints."""
    environment = {**os.environ, "PARVIS_HOME": str(home), "PARVIS_DATABASE_URL": database}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, str(HERE / script), *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_thirty_two_kills_leave_one_whole_version_and_the_next_run_completes(
    tmp_path: Path, home: Path, control_database: str
):
    *rounds, end = lines_of("kill_loop.py", home, control_database, str(tmp_path), str(ROUNDS))
    assert [r["wrong"] for r in rounds] == [[]] * ROUNDS
    assert all(a["revisions"] <= b["revisions"] for a, b in itertools.pairwise(rounds))
    assert (end["wrong"], end["orphans"], end["left"], end["rows"]) == ([], [], [], 7)
    assert end["revisions"] > 3


def test_processes_that_publish_at_once_never_mix_their_versions(tmp_path: Path, home: Path, control_database: str):
    (end,) = lines_of("publish_together.py", home, control_database, str(tmp_path))
    assert end["codes"] == [0, 0, 0]
    assert end["wrong"] == []
    assert end["stored"] == list(range(9, 0, -1))
    assert end["shown"] == sorted(end["shown"])
    assert end["shown"][-1] == end["current"] == 9
    assert end["revisions"] == 9


def test_kills_while_versions_are_deleted_and_swept_lose_nothing_that_is_kept(
    tmp_path: Path, home: Path, control_database: str
):
    *rounds, end = lines_of("prune_loop.py", home, control_database, str(tmp_path), "12")
    assert [(r["wrong"], r["wrong_versions"]) for r in rounds] == [([], [])] * 12
    assert (end["wrong"], end["wrong_versions"], end["missing"], end["orphans"]) == ([], [], [], [])
    assert end["versions"] == 2
