"""`parvis versions|compare|delete-version|retention`: what stays of a dataset, what it costs, how it changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from parvis.cli.commands.installation import home, prepare
from parvis.cli.commands.querying import CALLER, write
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_facts, print_json, print_table
from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries, retention
from parvis.control.catalog.facts import VersionFacts
from parvis.control.catalog.rules.retention import Retention
from parvis.control.publishing import deleting
from parvis.control.publishing.costs import Cost, costs
from parvis.data.serving import comparing, comparing_forms, datasets
from parvis.data.serving.comparing import Comparison
from parvis.data.serving.exports import Export
from parvis.data.serving.reader import Reader

_UNITS = ("B", "kB", "MB", "GB", "TB")
_COLUMNS = ("version", "created", "rows", "mode", "own", "shared", "source", "reason", "state")


@click.command("versions", epilog="Example: parvis versions communes")
@click.argument("dataset_id", metavar="ID")
@domain_option
@json_option
def versions_command(dataset_id: str, domain: str | None, as_json: bool) -> None:
    """List the versions of the dataset ID, newest first, with what each costs.

    `own` are bytes that only this version holds, `shared` those that another one holds too.
    """
    prepare()
    uid = queries.dataset(domain, dataset_id).uid
    found = queries.history(uid)[::-1]
    cost = costs(uid, [version for version in found if not version.deleted])
    if as_json:
        print_json([{**v.to_dict(), "cost": _cost(cost.get(v.number))} for v in found])
        return
    print_table(_COLUMNS, [_line(version, cost.get(version.number)) for version in found])
    shared = {v.data.key: cost[v.number].shared for v in found if v.number in cost}
    total = sum(one.own for one in cost.values()) + sum(shared.values())
    click.echo(f"In all {_bytes(total)}; kept: {retention.retention(domain, dataset_id)}.")


@click.command("compare", epilog="Example: parvis compare communes 3 4 --csv changes.csv")
@click.argument("dataset_id", metavar="ID")
@click.argument("before", metavar="A", type=click.IntRange(1))
@click.argument("after", metavar="B", type=click.IntRange(1))
@domain_option
@click.option(
    "--key", metavar="FIELD,FIELD", help="Fields that identify a row (default: the dataset's; '': whole rows)."
)
@click.option("--csv", "csv_", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write every row.")
@click.option("--jsonl", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write every row.")
@json_option
def compare_command(
    dataset_id: str,
    before: int,
    after: int,
    domain: str | None,
    key: str | None,
    csv_: Path | None,
    jsonl: Path | None,
    as_json: bool,
) -> None:
    """Tell how the version B of the dataset ID differs from A: fields, exact counts, first rows."""
    reader = Reader.open(home())
    try:
        place = reader.named_domain(domain)
        views = [datasets.get(reader, place, CALLER, dataset_id, number) for number in (before, after)]
        fields = None if key is None else [name.strip() for name in key.split(",") if name.strip()]
        found = comparing.compare(reader, views[0], views[1], fields)
        if csv_:
            write(_file(comparing_forms.csv_chunks(found, comparing.differences(reader, found))), csv_)
        if jsonl:
            write(_file(comparing_forms.jsonl_chunks(found, comparing.differences(reader, found))), jsonl)
    finally:
        reader.stop()
    if as_json:
        print_json(comparing_forms.summary(found))
    else:
        _show(found)


@click.command("delete-version", epilog="Example: parvis delete-version trees 3 --reason 'Holds names of people'")
@click.argument("dataset_id", metavar="ID")
@click.argument("version", type=click.IntRange(1))
@domain_option
@click.option("--reason", required=True, help="Why; readers who ask for the version are told.")
@click.option("--now", "at_once", is_flag=True, help="Remove the rows from the disk now, not after a day.")
def delete_version_command(dataset_id: str, version: int, domain: str | None, reason: str, at_once: bool) -> None:
    """Delete the rows of the VERSION of the dataset ID; what is known of it stays."""
    prepare()
    deleting.delete_version(
        actor=Actor.system(), domain=domain, dataset_id=dataset_id, version=version, reason=reason, at_once=at_once
    )
    click.echo(f"Version {version} of {dataset_id} is deleted.")


@click.command("retention", epilog="Example: parvis retention trees monthly:10")
@click.argument("dataset_id", metavar="ID")
@click.argument("keep", required=False, metavar="[all|last:N|monthly:N]")
@domain_option
def retention_command(dataset_id: str, keep: str | None, domain: str | None) -> None:
    """Say which versions of the dataset ID are kept; without a policy, show it.

    monthly:N keeps the newest of each month and the last N. The current version is always kept.
    """
    prepare()
    if keep is None:
        click.echo(str(retention.retention(domain, dataset_id)))
        return
    policy = Retention.read(keep)
    deleted = deleting.keep_versions(actor=Actor.system(), domain=domain, dataset_id=dataset_id, policy=policy)
    click.echo(f"Kept of {dataset_id}: {policy}. Deleted: {', '.join(map(str, deleted)) or 'none'}.")


def _show(found: Comparison) -> None:
    told = comparing_forms.summary(found)
    key = ", ".join(told["key"]) or "none: whole rows"
    if told["unusable_key"]:
        key += f" ({', '.join(told['unusable_key'])} is not unique)"
    print_facts({"key": key, **{name: f"{count:,}" for name, count in told["records"].items()}})
    for change in told["schema_changes"]:
        arrow = " -> ".join(text for text in (change["before"], change["after"]) if text)
        click.echo(f"field {change['field']}: {change['kind']} ({arrow}){'  breaking' if change['breaking'] else ''}")
    for name, count in told["changed_values"].items():
        click.echo(f"values of {name}: {count:,} changed")
    for change in told["sample"]:
        click.echo(f"{change['change']:<8} {_row(change)}")


def _row(change: dict[str, Any]) -> str:
    before, after = change["before"], change["after"]
    if before is None or after is None:
        return str(after or before)
    values = ", ".join(f"{name}: {before.get(name)!r} -> {after.get(name)!r}" for name in change["fields"])
    kept = {name: value for name, value in after.items() if name not in change["fields"]}
    return f"{values}  in {kept}"


def _file(chunks: Iterable[bytes]) -> Export:
    return Export("", "", chunks, "")


def _line(version: VersionFacts, cost: Cost | None) -> list[Any]:
    own, shared = ("", "") if cost is None else (_bytes(cost.own), _bytes(cost.shared))
    state = "published" if version.published else ""
    if version.deleted:
        state = f"deleted {version.deleted[:10]}: {version.deleted_reason}"
    facts = [version.number, version.created[:19], version.rows, version.mode]
    return [*facts, own, shared, version.source, version.reason, state]


def _cost(cost: Cost | None) -> dict[str, int] | None:
    return None if cost is None else {"own": cost.own, "shared": cost.shared}


def _bytes(count: int) -> str:
    size, unit = float(count), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 else f"{size:.1f} {_UNITS[unit]}"
