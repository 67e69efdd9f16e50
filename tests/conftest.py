"""What every test shares: no test ever touches a real data folder."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is not a failing test. Where everything must run, each run looks at the same examples: a red run is
# then the doing of the change, and a workstation goes on finding new ones.
settings.register_profile("parvis", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "parvis")

# Before the first use of any setting that asks for the data folder.
os.environ["PARVIS_HOME"] = tempfile.mkdtemp(prefix="parvis-tests-")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder of this test alone."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("PARVIS_HOME", str(folder))
    return folder
