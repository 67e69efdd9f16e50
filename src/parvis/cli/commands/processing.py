"""`parvis pipeline show|set|preview`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_json, print_table
from parvis.cli.reading import options_of, reading_options, source_of
from parvis.control.accounts.facts import Actor
from parvis.control.catalog import pipelines
from parvis.control.publishing import processing
from parvis.data.ingest.processors import Pipeline, StepPreview

_ROWS, _COLUMNS, _REJECTS = 5, 8, 5
file_type = click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True)


@click.group("pipeline")
def pipeline_command() -> None:
    """Show, set or preview the pipeline of processors of a dataset."""


@pipeline_command.command("show", epilog="Example: parvis pipeline show trees --json > trees.pipeline.json")
@click.argument("dataset_id", metavar="ID")
@domain_option
@json_option
def show(dataset_id: str, domain: str | None, as_json: bool) -> None:
    """Show the pipeline of the dataset ID; --json prints the file that `set` takes."""
    prepare()
    found = pipelines.pipeline(domain, dataset_id)
    if as_json:
        click.echo(found.pipeline.to_json(), nl=False)
        return
    if not found.pipeline.steps:
        click.echo(f"{dataset_id} has no pipeline.")
        return
    click.echo(f"Pipeline {found.number} of {dataset_id}, by {found.author}, {found.created}")
    rows = []
    for number, step in enumerate(found.pipeline.steps, 1):
        told = ", ".join(f"{name}={value}" for name, value in step.parameters.items())
        rows.append((str(number), step.processor, told, step.comment, "disabled" if step.disabled else ""))
    print_table(("step", "processor", "parameters", "comment", ""), rows)


@pipeline_command.command("set", epilog="Example: parvis pipeline set trees trees.pipeline.json")
@click.argument("dataset_id", metavar="ID")
@click.argument("file", type=file_type)
@domain_option
def set_(dataset_id: str, file: Path, domain: str | None) -> None:
    """Make the pipeline in FILE (- is the standard input) the one of the dataset ID, from its next publication on."""
    prepare()
    pipeline = read_pipeline(file)
    done = pipelines.set_pipeline(actor=Actor.system(), domain=domain, dataset_id=dataset_id, pipeline=pipeline)
    click.echo(f"{dataset_id} has pipeline {done.number}, of {len(pipeline.steps)} steps.")


@pipeline_command.command("preview", epilog="Example: parvis pipeline preview trees.csv --pipeline trees.pipeline.json")
@click.argument("file", type=file_type)
@click.option("--id", "dataset_id", metavar="DATASET_ID", help="The dataset whose pipeline to run.")
@click.option("--pipeline", "pipeline_file", metavar="FILE", type=file_type, help="The pipeline to run.")
@domain_option
@reading_options
@json_option
def preview(
    file: Path,
    dataset_id: str | None,
    pipeline_file: Path | None,
    domain: str | None,
    as_json: bool,
    **reading: Any,
) -> None:
    """Show what each step makes of the first rows of FILE, without publishing anything."""
    options = options_of(**reading)
    if (dataset_id is None) == (pipeline_file is None):
        raise click.UsageError("give either --id or --pipeline")
    prepare()
    pipeline = None if pipeline_file is None else read_pipeline(pipeline_file)
    with source_of(file) as source:
        found = processing.preview(
            actor=Actor.system(),
            domain=domain,
            dataset_id=dataset_id,
            source=source,
            pipeline=pipeline,
            options=options,
        )
    if as_json:
        print_json([step.to_dict() for step in found])
        return
    for step in found:
        _print(step)


def read_pipeline(path: Path) -> Pipeline:
    """The pipeline in a file. Raises InvalidPipeline."""
    return Pipeline.from_json(sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes())


def _print(step: StepPreview) -> None:
    title = f"Step {step.step}: {step.processor}" if step.step else "As read"
    rows = [row[:_COLUMNS] for row in step.rows[:_ROWS]]
    print_table(step.columns[:_COLUMNS], rows, title=title)
    for reject in step.rejects[:_REJECTS]:
        click.echo(f"! row {reject.row:,}: {reject.field} {reject.value[:60]!r}: {reject.reason}")
