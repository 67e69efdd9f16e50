"""`parvis trust show|history|verify|recompute|check|checks|schedule`: the trust score of datasets."""

from __future__ import annotations

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.commands.trust_appeals import answer, appeal, appeals
from parvis.cli.commands.trust_publishers import publisher
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_facts, print_json, print_table
from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries as catalog
from parvis.control.publishing.scoring import publish_score
from parvis.control.trust import queries
from parvis.control.trust.checking import homeward, outward, run_round
from parvis.control.trust.facts.checks import CheckLine
from parvis.control.trust.watching import ask
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


@trust_command.command("history", epilog="Example: parvis trust history communes")
@click.argument("dataset_id", metavar="ID")
@domain_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many scores.")
@json_option
def history(dataset_id: str, domain: str | None, limit: int, as_json: bool) -> None:
    """List the kept scores of the dataset ID, newest first, and what moved each time."""
    found = queries.history(domain, dataset_id, limit=limit)
    if as_json:
        print_json([line.to_dict() for line in found])
        return
    rows = [[n.at[:16], (n.sum + 5) // 10 / 10, n.band, n.reason, ", ".join(n.changed)] for n in found]
    print_table(["at", "score", "band", "reason", "moved"], rows)


@trust_command.command("check", epilog="Example: parvis trust check communes")
@click.argument("dataset_id", metavar="ID")
@domain_option
@json_option
def check(dataset_id: str, domain: str | None, as_json: bool) -> None:
    """Look at every address of the dataset ID now, and compute its score anew; once in ten minutes."""
    uid = catalog.dataset(domain, dataset_id).uid
    asked, own = ask(actor=Actor.system(), domain=domain, dataset_id=dataset_id), homeward()
    with outward() as others:
        looked = run_round(others, own, only=uid)
    publish_score(actor=Actor.system(), uid=uid, reason="checked")
    _print_checks(queries.checks(domain, dataset_id, limit=max(1, looked)) if looked else [], as_json)
    if looked < asked and not as_json:
        click.echo(f"{asked - looked} addresses are left to the worker")


@trust_command.command("checks", epilog="Example: parvis trust checks communes --distribution export-csv")
@click.argument("dataset_id", metavar="ID")
@domain_option
@click.option("--distribution", metavar="ID", help="Only this address.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many checks.")
@json_option
def checks(dataset_id: str, domain: str | None, distribution: str | None, limit: int, as_json: bool) -> None:
    """List the checks of the addresses of the dataset ID, newest first."""
    _print_checks(queries.checks(domain, dataset_id, distribution=distribution, limit=limit), as_json)


@trust_command.command("schedule", epilog="Example: parvis trust schedule --domain lyon")
@click.argument("dataset_id", metavar="ID", required=False)
@domain_option
@json_option
def schedule(dataset_id: str | None, domain: str | None, as_json: bool) -> None:
    """List the addresses under watch of the dataset ID (default: of all), those that are due first."""
    found = queries.planned(domain, dataset_id)
    if as_json:
        print_json([one.to_dict() for one in found])
        return
    rows = [[p.next_at[:16], p.dataset, p.target, p.role, p.failures or "", p.url] for p in found]
    print_table(["next", "dataset", "address", "role", "failures", "url"], rows)


@trust_command.command("export", epilog="Example: parvis trust export --domain lyon > evidence.csv")
@domain_option
def export(domain: str | None) -> None:
    """Write all the evidence of a domain's public scores as CSV, a line a point."""
    for line in queries.evidence_csv(domain):
        click.echo(line, nl=False)


def _print_checks(found: list[CheckLine], as_json: bool) -> None:
    if as_json:
        print_json([line.to_dict() for line in found])
        return
    rows = [
        [
            line.at[:16],
            line.distribution,
            line.outcome or "asked to rest",
            "" if line.confirmed else "tried again",
            line.record.get("status") or line.record.get("error"),
            line.record.get("ttfb_ms"),
            ", ".join(line.record.get("faults") or ()),
            line.next_at[:16],
        ]
        for line in found
    ]
    print_table(["at", "address", "outcome", "", "status", "ms", "faults", "next"], rows)


for command in (appeal, appeals, answer, publisher):
    trust_command.add_command(command)
