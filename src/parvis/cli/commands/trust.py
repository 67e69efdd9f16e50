"""`parvis trust show|verify|recompute`: the trust score of datasets."""

from __future__ import annotations

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_facts, print_json, print_table
from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries as catalog
from parvis.control.publishing.scoring import publish_score
from parvis.control.trust import queries
from parvis.data.trust.rendering import to_object


@click.group("trust")
def trust_command() -> None:
    """Trust scores: five axes, each point with its proof."""
    prepare()


@trust_command.command("show", epilog="Example: parvis trust show communes")
@click.argument("dataset_id", metavar="ID")
@domain_option
@json_option
def show(dataset_id: str, domain: str | None, as_json: bool) -> None:
    """Show the score of the dataset ID and how to gain the rest."""
    shown = to_object(queries.score(domain, dataset_id))
    if as_json:
        print_json(shown)
        return
    print_facts({name: shown[name] for name in ("score", "band", "state", "computed_at", "method")})
    click.echo()
    axes = shown["axes"]
    print_table(
        ["axis", "weight", "value", ""], [[a["code"], a["weight"], a["value"], a["summary"]["en"]] for a in axes]
    )
    click.echo()
    rows = [[a["axis"], a["signal"], a["gain_axis"], a.get("how", {}).get("en")] for a in shown["advice"]]
    print_table(["to gain", "point", "up to", "how"], rows)


@trust_command.command("verify", epilog="Example: parvis trust verify --domain lyon")
@click.argument("dataset_id", metavar="ID", required=False)
@domain_option
@json_option
def verify(dataset_id: str | None, domain: str | None, as_json: bool) -> None:
    """Compute kept scores again from their stored evidence; fails when one comes out differently."""
    found = list(queries.verify(domain, dataset_id))
    wrong = [v for v in found if not v.same]
    if as_json:
        print_json({"checked": len(found), "different": [[v.dataset, v.at, v.stored, v.computed] for v in wrong]})
    else:
        click.echo(f"{len(found)} scores computed again, {len(wrong)} different")
        print_table(["dataset", "at", "stored", "computed"], [[v.dataset, v.at, v.stored, v.computed] for v in wrong])
    if wrong:
        raise click.exceptions.Exit(1)


@trust_command.command("recompute", epilog="Example: parvis trust recompute communes")
@click.argument("dataset_id", metavar="ID", required=False)
@domain_option
def recompute(dataset_id: str | None, domain: str | None) -> None:
    """Gather the evidence of the dataset ID (default: of all) anew and keep its score."""
    chosen = [catalog.dataset(domain, dataset_id)] if dataset_id else catalog.datasets(domain)
    for dataset in chosen:
        score = publish_score(actor=Actor.system(), uid=dataset.uid, reason="command line")
        click.echo(f"{dataset.domain}/{dataset.id}  {score.tenths / 10} {score.band}")
