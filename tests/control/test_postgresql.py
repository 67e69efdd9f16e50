"""The same tests on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_everything_here_holds_on_postgresql_too():
    address = os.environ.get("PARVIS_TEST_POSTGRES")
    if not address:
        pytest.skip("PARVIS_TEST_POSTGRES is not set to the address of a PostgreSQL server")
    ours = ("--ignore", __file__, "--ignore", str(HERE / "publishing" / "test_crash.py"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", str(HERE), *ours]
    environment = {**os.environ, "PARVIS_DATABASE_URL": address}
    run = subprocess.run(
        command,
        env=environment,
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout[-5_000:]
