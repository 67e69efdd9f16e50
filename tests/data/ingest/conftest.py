"""One call from a text or bytes to what was ingested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parvis.data.ingest import FieldOverride, Ingested, IngestOptions, ingest


@dataclass(frozen=True)
class Outcome:
    """What an ingest gave, with the rows of the file it wrote."""

    ingested: Ingested
    target: Path

    @property
    def types(self) -> dict[str, str]:
        """Types by field; a list of text is ``text[]``."""
        return {f.name: f.type.value + ("[]" if f.is_list else "") for f in self.ingested.schema}

    def rows(self, columns: str = "*") -> list[tuple[Any, ...]]:
        """The rows in order."""
        with duckdb.connect(str(self.target), read_only=True) as connection:
            return connection.execute(f"SELECT {columns} FROM rows").fetchall()

    def column(self, name: str) -> list[Any]:
        """The values of a column in order."""
        return [value for (value,) in self.rows(f'"{name}"')]


Ingest = Callable[..., Outcome]


@pytest.fixture
def read(tmp_path: Path) -> Ingest:
    """Ingest a content: ``read("a,b\\n1,2", name="x.csv", fields=[…])``; a Path is read where it is."""

    def run(content: str | bytes | Path, name: str = "rows.csv", fields: Any = (), **options: Any) -> Outcome:
        source = content if isinstance(content, Path) else tmp_path / name
        if isinstance(content, str):
            source.write_text(content, encoding="utf-8", newline="")
        elif isinstance(content, bytes):
            source.write_bytes(content)
        target = tmp_path / "out" / "data.duckdb"
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)
        overrides = tuple(FieldOverride(**field) for field in fields)
        return Outcome(ingest(source, target, IngestOptions(fields=overrides, **options)), target)

    return run
