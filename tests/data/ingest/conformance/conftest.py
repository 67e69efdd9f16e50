"""One call from cells and a schema to a report."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.factories.shared import SHARED

from parvis.data.ingest import IngestOptions
from parvis.data.ingest.conformance import Conformance, read_schema
from parvis.data.ingest.conformance.files import check_file

Check = Callable[..., Conformance]


@pytest.fixture
def checked(tmp_path: Path) -> Check:
    """Check rows of cells: ``checked(["a", "b"], [["1", "2"]], {"fields": [...]})``; a Path is checked where it is."""

    def run(
        header: Sequence[str] | Path, rows: Sequence[Sequence[str]], schema: Mapping[str, Any], **options: Any
    ) -> Conformance:
        found = read_schema(schema)
        if isinstance(header, Path):
            return check_file(header, found, **options)
        path = tmp_path / "table.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
        return check_file(path, found, IngestOptions(delimiter=",", header_row=1), **options)

    return run


@pytest.fixture(scope="session")
def subventions() -> Path:
    """The folder of a French schema and a file that follows an older version of it."""
    if not SHARED.is_dir():
        pytest.skip("the folder of shared data is not beside the repository")
    return SHARED / "subventions"
