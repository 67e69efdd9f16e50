"""Work folders of dead processes go, those of living ones stay."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from parvis.data.engine.folders import WorkFolder

LEAVE = """
import os, pathlib, sys
from parvis.data.engine.folders import WorkFolder

folder = WorkFolder(pathlib.Path(sys.argv[1]))
os._exit(9)
"""


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", LEAVE, str(tmp_path)], check=False)
    (left,) = tmp_path.iterdir()
    mine = WorkFolder(tmp_path)
    assert list(tmp_path.iterdir()) == [mine.path]
    assert left != mine.path
    mine.close()
    assert list(tmp_path.iterdir()) == []


def test_a_living_engine_keeps_its_folder(tmp_path: Path) -> None:
    first, second = WorkFolder(tmp_path), WorkFolder(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([first.path, second.path])
    second.close()
    first.close()
