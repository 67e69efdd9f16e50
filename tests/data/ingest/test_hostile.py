"""Files made to hurt, or simply the wrong ones: a clear refusal or a reported repair, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.data.ingest.conftest import Ingest
from tests.data.ingest.workbook import write_workbook

from parvis.data.ingest.errors import TooLarge

READ = """
import resource, sys
from pathlib import Path
from parvis.data.ingest import IngestOptions, ingest
from parvis.data.ingest.errors import TooLarge
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    ingest(Path(sys.argv[1]), Path(sys.argv[1] + ".duckdb"), IngestOptions())
except TooLarge as error:
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10, error)
"""
GIB = 1 << 30


def holes(path: Path, head: bytes) -> Path:
    """A file of 1 GiB that takes no room on the disk: its first bytes, then nothing but NUL."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(GIB)
    return path


@pytest.mark.parametrize("head", [b"a,b\n1," + b"x" * (5 << 20), b"x" * (5 << 20)])
def test_a_line_of_a_gibibyte_is_refused_at_its_beginning(tmp_path: Path, head: bytes) -> None:
    path = holes(tmp_path / "line.csv", head)
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=60)
    mebibytes, _, told = done.stdout.partition(" ")
    assert "is longer than 4 MiB" in told, done.stderr
    assert int(mebibytes) < 300


def test_a_hundred_thousand_columns_are_refused(read: Ingest) -> None:
    with pytest.raises(TooLarge, match=r"100,000 columns, the limit is 2,000"):
        read(",".join(f"c{n}" for n in range(100_000)) + "\n")


@pytest.mark.parametrize("name", ["rows.xlsx", "rows.parquet", "rows.gpkg"])
def test_a_text_under_another_name_is_read_and_told(read: Ingest, name: str) -> None:
    found = read("a;b\n1;2\n", name=name)
    assert found.column("b") == [2]
    assert f"{name} is named {name[5:]} but was read as csv, which it is" in found.ingested.report.warnings


def test_a_workbook_under_the_name_of_a_text_is_read_and_told(read: Ingest, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "rows.xlsx", {"A1": "a", "A2": 5}).rename(tmp_path / "rows.csv")
    found = read(path)
    assert found.column("a") == [5]
    assert "rows.csv is named csv but was read as xlsx, which it is" in found.ingested.report.warnings


def test_names_that_fit_are_not_told(read: Ingest) -> None:
    assert read("a;b\n1;2\n", name="rows.txt").ingested.report.warnings == ()
    assert read('[{"a": 1}]', name="rows.csv").ingested.report.warnings == ()
