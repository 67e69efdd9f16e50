"""A pipeline run step by step over a sample, to see what each does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from parvis.core.fields import Schema
from parvis.data.ingest.processors.compiling import start, steps
from parvis.data.ingest.processors.frame import Frame
from parvis.data.ingest.processors.pipeline import Pipeline
from parvis.data.ingest.processors.resources import Run
from parvis.data.ingest.processors.running import StepReject, opened, prepare, rejected, statement

SHOWN = 20


@dataclass(frozen=True)
class StepPreview:
    """The table after a step (0: before the first): fields, rows as stored, rejected values of the step."""

    step: int
    processor: str
    schema: Schema
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    rejects: tuple[StepReject, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "step": self.step,
            "processor": self.processor,
            "fields": [field.to_dict() for field in self.schema],
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
            "rejects": [reject.to_dict() for reject in self.rejects],
        }


def preview_pipeline(
    connection: duckdb.DuckDBPyConnection,
    sample: Path,
    schema: Schema,
    pipeline: Pipeline,
    run: Run | None = None,
    *,
    shown: int = SHOWN,
) -> list[StepPreview]:
    """What each step makes of a sample, a version file. Raises InvalidPipeline naming the step that cannot run."""
    with opened(connection, sample, run or Run()) as context:
        frame = start(schema, ("typed", "main", "rows"), context)
        found = [_shown(connection, 0, "", frame, shown)]
        for number, step, after in steps(pipeline, frame):
            found.append(_shown(connection, number, step.processor, after, shown))
        return found


def _shown(connection: duckdb.DuckDBPyConnection, number: int, name: str, frame: Frame, shown: int) -> StepPreview:
    prepare(connection, frame)
    answer = connection.execute(statement(frame, shown))
    columns = tuple(column[0] for column in answer.description or ())
    rows = tuple(answer.fetchall())
    _, rejects = rejected(connection, frame, shown)
    mine = tuple(reject for reject in rejects if reject.step == number)
    return StepPreview(number, name, frame.schema, columns, rows, mine)
