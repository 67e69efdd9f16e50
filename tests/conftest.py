"""What every test shares: no test ever touches a real data folder."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is not a failing test.
settings.register_profile("parvis", deadline=None)
settings.load_profile("parvis")

# Before the first use of any setting that asks for the data folder.
os.environ["PARVIS_HOME"] = tempfile.mkdtemp(prefix="parvis-tests-")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder of this test alone."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("PARVIS_HOME", str(folder))
    return folder
