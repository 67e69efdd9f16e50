"""The pages of processors are those that the definitions give."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[4]


def test_pages_are_fresh():
    spec = importlib.util.spec_from_file_location("processor_pages", ROOT / "tools/processor_pages.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    written = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/use/processors").glob("*.md")}
    assert written == tool.pages(), "run `python tools/processor_pages.py`"
