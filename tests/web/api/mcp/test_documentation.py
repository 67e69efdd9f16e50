"""docs/use/agents.md against the tools."""

from pathlib import Path

import pytest

from parvis.web.api.mcp.bounding import LONGEST_CELL, MOST_BYTES
from parvis.web.api.mcp.tools import TOOLS

PAGE = (Path(__file__).parents[4] / "docs/use/agents.md").read_text()


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_tool_is_on_the_page(tool: object) -> None:
    assert f"| `{tool.name}` |" in PAGE  # type: ignore[attr-defined]


def test_the_bounds_are_those_of_the_page() -> None:
    assert f"about {MOST_BYTES // 1000} kB" in PAGE
    assert f"{LONGEST_CELL:,} characters" in PAGE
