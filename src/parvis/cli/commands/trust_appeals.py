"""`parvis trust appeal|appeals|answer`: points that producers contest, and the answers."""

from __future__ import annotations

import click

from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_json, print_table
from parvis.control.accounts.facts import Actor
from parvis.control.trust import actions, queries


@click.command("appeal", epilog="Example: parvis trust appeal communes officialness.sector --reason 'A town, see…'")
@click.argument("dataset_id", metavar="ID")
@click.argument("point", metavar="AXIS.POINT[:ADDRESS]")
@click.option("--reason", required=True, help="Why, in 10 to 4,000 characters.")
@domain_option
def appeal(dataset_id: str, point: str, reason: str, domain: str | None) -> None:
    """Contest a POINT of the score of the dataset ID, as `availability.outcome:export-csv`."""
    axis, dot, rest = point.partition(".")
    signal, _, subject = rest.partition(":")
    if not dot:
        raise click.UsageError("a point is written AXIS.POINT, as officialness.sector")
    made = actions.contest(
        actor=Actor.system(),
        domain=domain,
        dataset_id=dataset_id,
        axis=axis,
        signal=signal,
        subject=subject,
        reason=reason,
    )
    click.echo(f"Appeal {made.id} is due for an answer by {made.due[:10]}")


@click.command("appeals", epilog="Example: parvis trust appeals --domain lyon")
@click.argument("dataset_id", metavar="ID", required=False)
@domain_option
@json_option
def appeals(dataset_id: str | None, domain: str | None, as_json: bool) -> None:
    """List the appeals of the dataset ID with their answers; without ID, those of the domain that wait for one."""
    found = queries.appeals(domain, dataset_id) if dataset_id else queries.open_appeals(domain)
    if as_json:
        print_json([{"dataset": one.dataset, **one.to_dict()} for one in found])
        return
    rows = [
        [a.id, a.dataset, f"{a.axis}.{a.signal}{':' if a.subject else ''}{a.subject}", a.due[:10], a.decision, a.reason]
        for a in found
    ]
    print_table(["appeal", "dataset", "point", "due", "decision", "reason"], rows)


@click.command("answer", epilog="Example: parvis trust answer 12 --accept --text 'The register was loaded again.'")
@click.argument("appeal_id", metavar="APPEAL", type=int)
@click.option("--accept/--reject", "accepted", required=True, default=None, help="What becomes of it.")
@click.option("--text", required=True, help="Why, in 10 to 4,000 characters.")
def answer(appeal_id: int, accepted: bool, text: str) -> None:
    """Answer an APPEAL, once; an accepted one changes no number before the evidence is corrected."""
    made = actions.answer(actor=Actor.system(), appeal_id=appeal_id, accepted=accepted, text=text)
    click.echo(f"Appeal {made.id} of {made.dataset} is {made.decision}")
