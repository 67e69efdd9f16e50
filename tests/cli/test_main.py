"""The command line itself: where the data folder may be named, what misuse answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.command import parvis

from parvis.cli.main import COMMANDS, hoist_home


@pytest.mark.parametrize(
    ("given", "home", "rest"),
    [
        (["list"], None, ["list"]),
        (["--home", "x", "list"], "x", ["list"]),
        (["list", "--home", "x"], "x", ["list"]),
        (["list", "--home=x", "--json"], "x", ["list", "--json"]),
        (["query", "--", "--home"], None, ["query", "--", "--home"]),
    ],
)
def test_home_may_stand_anywhere(given: list[str], home: str | None, rest: list[str]) -> None:
    assert hoist_home(given) == (home, rest)


def test_every_command_is_documented_and_has_an_example(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/use/command-line.md").read_text()
    assert [name for name in COMMANDS if f"`parvis {name}" not in page] == []


@pytest.mark.parametrize("arguments", [["nope"], ["publish"], ["rollback", "a", "zero"], ["serve", "--port", "0"]])
def test_misuse_is_told_and_ends_with_2(tmp_path: Path, arguments: list[str]) -> None:
    ended = parvis(tmp_path / "home", *arguments)
    assert ended.code == 2
    assert "Usage:" in ended.err


def test_failure_ends_with_1_and_says_the_way_out(tmp_path: Path) -> None:
    ended = parvis(tmp_path / "home", "check")
    assert ended.code == 1
    assert "parvis init" in ended.out
