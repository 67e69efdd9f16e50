"""`parvis publish` on the standard input, and with what it is told of how to read a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.data.ingest.workbook import write_workbook
from tests.factories import command
from tests.factories.command import parvis


def test_the_standard_input_is_published(tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "parvis.cli", "--home", str(tmp_path / "home")]
    done = subprocess.run(
        [*arguments, "publish", "-", "--id", "trees"],
        input="name;height\nOak;12\n",
        text=True,
        capture_output=True,
        env=command.environment(),
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert parvis(tmp_path / "home", "query", "trees", "--json").json()["results"][0] == {"name": "Oak", "height": 12}


def test_the_standard_input_needs_a_name_and_something(tmp_path: Path) -> None:
    unnamed = parvis(tmp_path / "home", "publish", "-")
    assert (unnamed.code, "--id" in unnamed.err) == (2, True)
    assert parvis(tmp_path / "home", "publish", "-", "--id", "trees").code == 1


def test_a_sheet_and_its_header_row_are_chosen(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "book.xlsx", {"A1": "Trees of the town", "A3": "height", "A4": 12})
    done = parvis(tmp_path / "home", "publish", book, "--id", "trees", "--header-row", "3", "--json")
    assert (done.code, [f["name"] for f in done.json()["report"]["fields"]]) == (0, ["height"]), done.err
    missing = parvis(tmp_path / "home", "publish", book, "--id", "trees", "--sheet", "Arbres")
    assert (missing.code, "Arbres" in missing.err) == (1, True)
