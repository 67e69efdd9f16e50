"""`parvis list|show`: what is published, from the control plane."""

from __future__ import annotations

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_facts, print_json, print_table
from parvis.control.catalog import queries


@click.command("list", epilog="Example: parvis list --domain lyon --json")
@domain_option
@json_option
def list_command(domain: str | None, as_json: bool) -> None:
    """List the datasets of a domain (default: of all domains)."""
    prepare()
    datasets = queries.datasets(domain)
    if as_json:
        print_json([dataset.to_dict() for dataset in datasets])
        return
    rows = [[d.domain, d.id, d.title, d.version or "", d.rows, d.state] for d in datasets]
    print_table(["domain", "id", "title", "version", "rows", "state"], rows)


@click.command("show", epilog="Example: parvis show communes")
@click.argument("dataset_id", metavar="ID")
@domain_option
@json_option
def show_command(dataset_id: str, domain: str | None, as_json: bool) -> None:
    """Show the metadata and the fields of the dataset ID."""
    prepare()
    dataset = queries.dataset(domain, dataset_id)
    if as_json:
        print_json(dataset.to_dict())
        return
    facts = {"id": dataset.id, "domain": dataset.domain, "state": dataset.state, "version": dataset.version}
    print_facts({**facts, "rows": dataset.rows, **dataset.description.to_dict()})
    click.echo()
    rows = [[f.name, f.type.value, f.label, "facet" if f.facet else ""] for f in dataset.schema]
    print_table(["field", "type", "label", ""], rows)
