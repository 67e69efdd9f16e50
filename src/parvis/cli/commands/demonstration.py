"""`parvis demo`: real datasets on two domains, then serve."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Any

import click
import yaml

from parvis.cli import server
from parvis.cli.commands.installation import prepare
from parvis.cli.commands.publishing import read_metadata
from parvis.cli.commands.serving import announce
from parvis.cli.progress import ingest_progress
from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries as catalog
from parvis.control.domains import actions as domain_actions
from parvis.control.domains import queries as domains
from parvis.control.publishing import actions
from parvis.control.publishing.outbox import drain

DATA = files("parvis.cli") / "demo"


@click.command("demo", epilog="Example: parvis --home /tmp/parvis demo --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--no-serve", is_flag=True, help="Publish and stop.")
def demo_command(host: str, port: int, no_serve: bool) -> None:
    """Publish the demo datasets that are not there yet, and serve them."""
    if not no_serve:
        server.require_free_port(host, port)
    prepare()
    plan = yaml.safe_load((DATA / "demo.yaml").read_text(encoding="utf-8"))
    create_domains(plan["domains"])
    missing = [d for d in plan["datasets"] if not catalog.is_published(d["domain"], d["id"])]
    for number, dataset in enumerate(missing, 1):
        publish(dataset, f"{number}/{len(missing)}")
    if not no_serve:
        server.serve(host, port, workers=1, on_ready=lambda: announce(port))


def create_domains(wanted: list[Mapping[str, Any]]) -> None:
    """Create the domains that do not exist; existing ones keep their settings."""
    known = {domain.slug for domain in domains.all_domains()}
    for values in wanted:
        if values["slug"] not in known:
            domain_actions.create_domain(actor=Actor.system(), **values)
    drain()


def publish(dataset: Mapping[str, str], position: str) -> None:
    """Publish one demo file with the metadata beside it, and say so."""
    name = dataset["file"]
    sidecar = f"{name.rpartition('.')[0]}.yaml"
    with (
        as_file(DATA / name) as source,
        as_file(DATA / sidecar) as metadata_file,
        ingest_progress(f"{position} {dataset['id']}") as progress,
    ):
        published = actions.publish_file(
            actor=Actor.system(),
            domain=dataset["domain"],
            source=source,
            dataset_id=dataset["id"],
            metadata=read_metadata(metadata_file),
            progress=progress,
        )
    click.echo(f"  {position} {dataset['id']}: {published.report.kept:,} rows")
