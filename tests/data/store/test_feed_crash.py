"""A writer killed at any instant loses nothing that it has been told is written."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from parvis.data.store.feed import Feed

WRITER = """
import sys
from pathlib import Path
from parvis.data.store.entries import DatasetWithdrawn
from parvis.data.store.feed import Feed
feed = Feed(Path(sys.argv[1]))
while True:
    print(feed.append(DatasetWithdrawn("da_" + "x" * 3000, 1)), flush=True)
"""

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_lines_acknowledged_before_a_kill_are_all_there(tmp_path: Path):
    path = tmp_path / "feed.jsonl"
    for _ in range(8):
        command = [sys.executable, "-c", WRITER, str(path)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
        assert writer.stdout is not None
        told = [writer.stdout.readline()]
        time.sleep(random.uniform(0, 0.05))
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        acknowledged = [int(line) for line in told if line.endswith("\n")]
        numbers = [seq for seq, _, _ in Feed(path).read()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert acknowledged[-1] <= numbers[-1] <= acknowledged[-1] + 1
