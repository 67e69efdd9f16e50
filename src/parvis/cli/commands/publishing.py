"""`parvis publish|unpublish|rollback`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import yaml

from parvis.cli.addresses import Address, FileOrAddress
from parvis.cli.commands.conforming import schema_option, table_schema_of
from parvis.cli.commands.installation import prepare
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_json
from parvis.cli.progress import ingest_progress
from parvis.cli.reading import STANDARD_INPUT, options_of, reading_options, source_of
from parvis.control.accounts.facts import Actor
from parvis.control.catalog.facts import Mode
from parvis.control.domains import queries as domains
from parvis.control.publishing import actions
from parvis.data.ingest.processors.pipeline import Pipeline


@click.command(
    "publish", epilog="Example: parvis publish trees.csv --id trees --title 'Trees' --license 'Licence Ouverte v2.0'"
)
@click.argument("file", type=FileOrAddress())
@domain_option
@click.option("--id", "dataset_id", metavar="DATASET_ID", help="Identifier (default: from the file's name).")
@click.option(
    "--metadata",
    "metadata_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON or YAML file.",
)
@click.option("--title", help="Title (default: from the file's name).")
@click.option("--license", "license_", metavar="LICENSE", help="Name of the licence.")
@click.option("--publisher", help="Who publishes.")
@click.option(
    "--pipeline",
    "pipeline_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Pipeline of processors (JSON); it becomes the dataset's.",
)
@schema_option("Table Schema that the rows should follow; it becomes the dataset's.")
@click.option(
    "--require-conformance/--allow-errors",
    "require_conformance",
    default=None,
    help="Publish only rows that follow the schema, now and later.",
)
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.REPLACE.value,
    show_default=True,
    help="What becomes of the rows that are there: replaced, kept, or replaced where the key is the same.",
)
@click.option("--key", metavar="FIELD,FIELD", default="", help="Fields that identify a row, for --mode upsert.")
@click.option("--reason", default="", help="Why there is a new version; readers see it.")
@click.option("--private", is_flag=True, help="Only the operator and key holders with a right may see it.")
@reading_options
@json_option
def publish_command(
    file: Path | Address,
    domain: str | None,
    dataset_id: str | None,
    metadata_file: Path | None,
    title: str | None,
    license_: str | None,
    publisher: str | None,
    pipeline_file: Path | None,
    schema: Path | Address | None,
    require_conformance: bool | None,
    mode: str,
    key: str,
    reason: str,
    private: bool,
    as_json: bool,
    **reading: Any,
) -> None:
    """Ingest FILE (an address, or - for the standard input) and publish it.

    The same id again makes the next version.
    """
    options = options_of(**reading)
    pipeline = Pipeline.from_json(pipeline_file.read_bytes()) if pipeline_file else None
    if str(file) == STANDARD_INPUT and dataset_id is None:
        raise click.UsageError("the standard input has no name: give --id")
    table_schema = table_schema_of(schema) if schema else None
    prepare()
    metadata = dict(read_metadata(metadata_file)) if metadata_file else {}
    stated = {"title": title, "license": license_, "publisher": publisher}
    metadata |= {name: value for name, value in stated.items() if value is not None}
    with source_of(file) as source, ingest_progress(file.name, silent=as_json) as progress:
        published = actions.publish_file(
            actor=Actor.system(),
            domain=domain,
            source=source,
            dataset_id=dataset_id,
            metadata=metadata,
            private=private or None,
            options=options,
            progress=progress,
            pipeline=pipeline,
            schema=table_schema,
            require_conformance=require_conformance,
            mode=Mode(mode),
            key=fields_of(key),
            reason=reason,
        )
    address = dataset_address(published.domain, published.dataset_id)
    if as_json:
        print_json({**published.to_dict(), "address": address})
        return
    click.echo(published.report.as_text())
    if published.conformance:
        click.echo(published.conformance.as_text())
    click.echo(f"Published {published.dataset_id} version {published.version}: {address}")


@click.command("unpublish", epilog="Example: parvis unpublish trees")
@click.argument("dataset_id", metavar="ID")
@domain_option
def unpublish_command(dataset_id: str, domain: str | None) -> None:
    """Take the dataset ID off its portal; its versions are kept."""
    prepare()
    actions.unpublish(actor=Actor.system(), domain=domain, dataset_id=dataset_id)
    click.echo(f"{dataset_id} is no longer published.")


@click.command("rollback", epilog="Example: parvis rollback trees 3")
@click.argument("dataset_id", metavar="ID")
@click.argument("version", type=click.IntRange(1))
@domain_option
def rollback_command(dataset_id: str, version: int, domain: str | None) -> None:
    """Publish the older VERSION of the dataset ID again."""
    prepare()
    actions.rollback(actor=Actor.system(), domain=domain, dataset_id=dataset_id, version=version)
    click.echo(f"{dataset_id} is at version {version} again.")


def read_metadata(path: Path) -> Mapping[str, Any]:
    """The mapping of a JSON or YAML file. Raises ClickException naming the file and the place."""
    text = path.read_text(encoding="utf-8")
    try:
        values = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        raise click.ClickException(f"{path}: {error}") from error
    if not isinstance(values, dict):
        raise click.ClickException(f"{path}: expected a mapping of metadata names to values")
    return values


def fields_of(text: str) -> tuple[str, ...]:
    """Names of fields between commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def dataset_address(slug: str, dataset_id: str) -> str:
    """Where the dataset answers; the port is the one of `parvis serve` by default."""
    domain = domains.get_domain(slug)
    host = "localhost" if domain.is_default else next(iter(domain.hosts), slug)
    return f"http://{host}:{os.environ.get('PORT', '8000')}/explore/dataset/{dataset_id}/"
