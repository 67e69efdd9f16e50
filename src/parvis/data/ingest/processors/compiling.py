"""A pipeline and a schema give the chain of statements, step by step."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from parvis.core.errors import ParvisError
from parvis.core.fields import Schema
from parvis.data.engine.lower.sql import alias, col
from parvis.data.ingest.processors.definition import PROCESSORS, Processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import ROW, Frame, columns_of
from parvis.data.ingest.processors.parameters import checked
from parvis.data.ingest.processors.pipeline import Pipeline, Step
from parvis.data.ingest.processors.resources import Run


def start(schema: Schema, relation: tuple[str, ...], run: Run) -> Frame:
    """The table before the first step: the rows of a version file, numbered."""
    names = [exp.Identifier(this=part, quoted=True) for part in relation]
    table = exp.Table(**dict(zip(("this", "db", "catalog"), reversed(names), strict=False)))
    number = exp.Column(this=exp.Identifier(this="rowid", quoted=False))
    columns = [col(name) for field in schema for name in columns_of(field)]
    select = exp.Select(expressions=[*columns, alias(number, ROW)]).from_(table, copy=False)
    return Frame(run, schema, table).then(select, schema)


def steps(pipeline: Pipeline, frame: Frame) -> Iterator[tuple[int, Step, Frame]]:
    """The table after each step that runs: its number (from 1), the step, the frame. Raises InvalidPipeline."""
    for number, step in enumerate(pipeline.steps, 1):
        if step.disabled:
            continue
        frame = _after(number, step, frame)
        yield number, step, frame


def compiled(pipeline: Pipeline, frame: Frame) -> Frame:
    """The table after the last step. Raises InvalidPipeline naming the step."""
    frames = [frame, *(after for _, _, after in steps(pipeline, frame))]
    return frames[-1]


def check(pipeline: Pipeline) -> None:
    """Raise InvalidPipeline naming the step with an unknown processor or wrong parameters, disabled ones included."""
    for number, step in enumerate(pipeline.steps, 1):
        try:
            checked(find(step.processor).parameters, step.parameters)
        except InvalidPipeline as error:
            raise _at(number, step, error) from error


def find(name: str) -> Processor:
    """The processor of that name. Raises InvalidPipeline with the nearest name."""
    found = PROCESSORS.get(name)
    if found is None:
        near = difflib.get_close_matches(name, PROCESSORS, n=1)
        raise InvalidPipeline(f"there is no processor {name[:60]!r}", hint=f"did you mean {near[0]}?" if near else None)
    return found


def _after(number: int, step: Step, frame: Frame) -> Frame:
    try:
        definition = find(step.processor)
        parameters = checked(definition.parameters, step.parameters)
        made = definition.compile(replace(frame, step=number, processor=step.processor), parameters)
        if not len(made.schema):
            raise InvalidPipeline("no field is left")
        return made
    except ParvisError as error:
        raise _at(number, step, error) from error


def _at(number: int, step: Step, error: ParvisError) -> InvalidPipeline:
    message = f"step {number} ({step.processor[:60]}): {error.message}"
    return InvalidPipeline(message, span=error.span, hint=error.hint, params={**error.params, "step": number})
