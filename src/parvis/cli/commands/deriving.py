"""`parvis derive`: what a dataset is made from, and whether the licences allow it."""

from __future__ import annotations

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.options import json_option
from parvis.cli.output import print_json, print_table
from parvis.control.accounts.facts import Actor
from parvis.control.catalog import parents, queries
from parvis.control.catalog.facts import DeclaredParent
from parvis.control.catalog.rules.derivation import Judgement, Standing

OPEN = (Standing.REOPENED, Standing.CONFLICT)


@click.command("derive", epilog="Example: parvis derive trees --from towns@3 --source https://x.org --license ODbL")
@click.argument("dataset_id", metavar="[ID]", required=False)
@click.option("--from", "datasets", metavar="DATASET[@VERSION]", multiple=True, help="A parent of the domain.")
@click.option("--source", "sources", metavar="URL", multiple=True, help="A parent from outside; give its --license.")
@click.option("--license", "licenses", metavar="LICENSE", multiple=True, help="Licence of the --source of same rank.")
@click.option("--permission", metavar="PARENT=WHERE", multiple=True, help="Where a written permission is.")
@click.option("--none", "nothing", is_flag=True, help="Take the declared parents back.")
@click.option("--check", is_flag=True, help="Say where the question of the licence stands; ends with 1 if open.")
@click.option("--domain", metavar="SLUG", help="Domain (default: the default domain).")
@json_option
def derive_command(
    dataset_id: str | None,
    datasets: tuple[str, ...],
    sources: tuple[str, ...],
    licenses: tuple[str, ...],
    permission: tuple[str, ...],
    nothing: bool,
    check: bool,
    domain: str | None,
    as_json: bool,
) -> None:
    """Declare what the dataset ID is made from, in place of what was declared; without options, show it.

    Publishes nothing: a conflict stops the next publication. --check without ID looks at every derived dataset.
    """
    declared = declared_of(datasets, sources, licenses, permission)
    if (dataset_id is None and not check) or (check and (declared or nothing)) or (declared and nothing):
        raise click.UsageError("give an ID with what it is made from, or --none, or --check alone")
    prepare()
    if declared or nothing:
        assert dataset_id is not None
        parents.declare_parents(actor=Actor.system(), domain=domain, dataset_id=dataset_id, parents=declared)
    found = looked_at(domain, dataset_id)
    if as_json:
        print_json([{"id": name, **one.to_dict()} for name, one in found])
    elif not found:
        click.echo("No dataset is made from others." if dataset_id is None else f"{dataset_id} has no parents.")
    for name, one in [] if as_json else found:
        show(name, one)
    if check and any(one.standing in OPEN for _, one in found):
        raise click.exceptions.Exit(1)


def declared_of(
    datasets: tuple[str, ...], sources: tuple[str, ...], licenses: tuple[str, ...], permission: tuple[str, ...]
) -> list[DeclaredParent]:
    """The declared parents that the options name. Raises UsageError."""
    if len(sources) != len(licenses):
        raise click.UsageError("each --source needs its --license, in the same order")
    named = [name.partition("@") for name in datasets]
    if wrong := [name for name, at, number in named if at and not number.isdecimal()]:
        raise click.UsageError(f"--from {wrong[0]}@… : the version is a number")
    evidence = dict(text.rpartition("=")[::2] for text in permission)
    found = [DeclaredParent(name, int(n) if n else None, None, evidence.pop(name, "")) for name, _, n in named]
    found += [
        DeclaredParent(url, None, text, evidence.pop(url, "")) for url, text in zip(sources, licenses, strict=True)
    ]
    if evidence:
        raise click.UsageError(f"--permission: {next(iter(evidence)) or permission[0]!r} is none of the parents")
    return found


def looked_at(domain: str | None, dataset_id: str | None) -> list[tuple[str, Judgement]]:
    """The judgement of one dataset, or of every derived one of the domain."""
    if dataset_id is None:
        return [(dataset.id, found) for dataset, found in parents.derived(domain)]
    found = parents.judgement(queries.dataset(domain, dataset_id))
    return [] if found is None else [(dataset_id, found)]


def show(dataset_id: str, found: Judgement) -> None:
    """One dataset for people: parents, standing, lawful licences, ways out."""
    click.echo(f"{dataset_id}: {found.standing.value}")
    rows = [
        (
            f"{parent.reference}@{parent.version}" if parent.version else parent.reference,
            parent.how.value,
            parent.license_id or f"not recognised: {parent.license}",
            f"was {parent.decided or 'not recognised'}" if parent.reopened else "",
        )
        for parent in found.parents
    ]
    print_table(("parent", "how", "licence", ""), rows)
    if found.lawful:
        click.echo(f"Lawful licences: {', '.join(found.lawful)}")
    for reason in (*found.reasons, *found.ways_out) if found.standing is Standing.CONFLICT else ():
        click.echo(f"- {reason.text.en}")
