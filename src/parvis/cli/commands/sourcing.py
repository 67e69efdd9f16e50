"""`parvis source add|set|list|run|log|cancel|pause|remove`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_json, print_table
from parvis.cli.reading import options_of, reading_options, sign_of
from parvis.control.accounts.facts import Actor
from parvis.control.domains.actions import ensure_domain
from parvis.control.jobs.worker import run_waiting
from parvis.control.publishing.outbox import drain
from parvis.control.sources import actions, queries
from parvis.control.sources.facts import OPEN, RunFacts, RunState, SourceFacts
from parvis.control.sources.reading import MODES
from parvis.data.connectors.files.kinds import KINDS

SYSTEM = Actor.system()


@click.group("source")
def source_command() -> None:
    """Sources: where the data of datasets come from, and when."""
    prepare()
    ensure_domain(actor=SYSTEM)


@source_command.command(
    "add", epilog="Example: parvis source add trees url -o url=https://example.org/trees.csv --every 1d"
)
@click.argument("dataset_id")
@click.argument("kind", type=click.Choice(list(KINDS)))
@domain_option
@click.option("-o", "--option", "options", multiple=True, metavar="NAME=VALUE", help="Option of the kind. Repeatable.")
@click.option("--secret", "secrets", multiple=True, metavar="NAME", help="Secret option, asked for without echo.")
@click.option("--every", "schedule", default="", metavar="INTERVAL|CRON", help="As 15m, 1d or '0 3 * * *'.")
@click.option("--timezone", default="Europe/Paris", show_default=True, help="Time zone of the schedule.")
@click.option("--silent-after", default="", metavar="INTERVAL", help="Alert when nothing new came for that long.")
@click.option("--owner", metavar="EMAIL", help="Who is told when it fails.")
@click.option("--title", help="Title of the dataset.")
@click.option("--private", is_flag=True, help="The dataset is created private.")
@click.option("--mode", type=click.Choice(list(MODES)), help="What becomes of the rows that are there.")
@click.option("--key", metavar="FIELD,FIELD", help="Fields that identify a row, for the mode upsert.")
@reading_options
@json_option
def add(
    dataset_id: str,
    kind: str,
    domain: str | None,
    options: tuple[str, ...],
    secrets: tuple[str, ...],
    schedule: str,
    timezone: str,
    silent_after: str,
    owner: str | None,
    title: str | None,
    private: bool,
    as_json: bool,
    **reading: Any,
) -> None:
    """Give DATASET_ID a source of KIND; the dataset is created by its first run."""
    added = actions.add_source(
        actor=SYSTEM,
        domain=domain,
        dataset_id=dataset_id,
        kind=kind,
        options={**pairs(options), **{name: click.prompt(name, hide_input=True, err=True) for name in secrets}},
        schedule=schedule,
        timezone=timezone,
        silent_after=silent_after,
        owner=owner,
        metadata={"title": title} if title else {},
        private=private or None,
        reading=stated(reading),
    )
    if as_json:
        print_json(added.to_dict())
        return
    click.echo(f"{added.domain}/{added.dataset_id}: source of kind {kind}, {_following(added)}")


@source_command.command("set", epilog="Example: parvis source set trees --every 1h --encoding cp1252")
@click.argument("dataset_id")
@domain_option
@click.option("-o", "--option", "options", multiple=True, metavar="NAME=VALUE", help="Option of the kind. Repeatable.")
@click.option("--secret", "secrets", multiple=True, metavar="NAME", help="Secret option, asked for without echo.")
@click.option("--every", "schedule", metavar="INTERVAL|CRON", help="As 15m, 1d or '0 3 * * *'; '' is by hand.")
@click.option("--timezone", help="Time zone of the schedule.")
@click.option("--silent-after", metavar="INTERVAL", help="Alert when nothing new came for that long; '' is never.")
@click.option("--owner", metavar="EMAIL", help="Who is told when it fails.")
@click.option("--as-found", "found", multiple=True, metavar="OPTION", help="Reading option to find again. Repeatable.")
@click.option("--mode", type=click.Choice(list(MODES)), help="What becomes of the rows that are there.")
@click.option("--key", metavar="FIELD,FIELD", help="Fields that identify a row, for the mode upsert.")
@reading_options
@json_option
def set_(
    dataset_id: str,
    domain: str | None,
    options: tuple[str, ...],
    secrets: tuple[str, ...],
    schedule: str | None,
    timezone: str | None,
    silent_after: str | None,
    owner: str | None,
    found: tuple[str, ...],
    as_json: bool,
    **reading: Any,
) -> None:
    """Change the source of DATASET_ID: what is not said stays as it is."""
    changed = actions.set_source(
        actor=SYSTEM,
        domain=domain,
        dataset_id=dataset_id,
        options={**pairs(options), **{name: click.prompt(name, hide_input=True, err=True) for name in secrets}},
        reading={**{name.replace("-", "_"): None for name in found}, **stated(reading)},
        schedule=schedule,
        timezone=timezone,
        silent_after=silent_after,
        owner=owner,
    )
    if as_json:
        print_json(changed.to_dict())
        return
    read_as = "".join(f", {name} {value!r}" for name, value in changed.reading.items())
    click.echo(f"{changed.domain}/{changed.dataset_id}: {_following(changed)}{read_as}")


@source_command.command("list", epilog="Example: parvis source list --json")
@domain_option
@json_option
def list_(domain: str | None, as_json: bool) -> None:
    """List the sources of a domain."""
    found = queries.sources(domain)
    if as_json:
        print_json([source.to_dict() for source in found])
        return
    rows = [
        [s.dataset_id, s.kind, s.schedule or "by hand", _at(s.next_run), _at(s.last_success), s.failures or ""]
        for s in found
    ]
    print_table(["dataset", "kind", "schedule", "next run", "last success", "failures"], rows)


@source_command.command("run", epilog="Example: parvis source run trees")
@click.argument("dataset_id")
@domain_option
@click.option("--no-wait", is_flag=True, help="Ask for the run and leave it to a worker.")
@json_option
def run(dataset_id: str, domain: str | None, no_wait: bool, as_json: bool) -> None:
    """Fetch now, and publish what is new."""
    asked = actions.run_now(actor=SYSTEM, domain=domain, dataset_id=dataset_id)
    ended = asked if no_wait else _ended(asked)
    _show_run(ended, as_json)
    if ended.state in (RunState.FAILED, RunState.CANCELLED):
        raise click.exceptions.Exit(1)


@source_command.command("log", epilog="Example: parvis source log trees")
@click.argument("dataset_id")
@domain_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many runs.")
@json_option
def log(dataset_id: str, domain: str | None, limit: int, as_json: bool) -> None:
    """Show the runs, newest first, and what happened to every file."""
    found = queries.runs(domain, dataset_id, limit=limit)
    if as_json:
        print_json([run.to_dict() for run in found])
        return
    for run in found:
        _show_run(run, False)


@source_command.command("cancel", epilog="Example: parvis source cancel trees")
@click.argument("dataset_id")
@domain_option
def cancel(dataset_id: str, domain: str | None) -> None:
    """Cancel the run under way."""
    run = actions.cancel_run(actor=SYSTEM, domain=domain, dataset_id=dataset_id)
    click.echo(f"run {run.id}: cancelled" if run.finished else f"run {run.id}: ends at its next step")


@source_command.command("pause", epilog="Example: parvis source pause trees")
@click.argument("dataset_id")
@domain_option
@click.option("--resume", is_flag=True, help="Let the schedule go on.")
def pause(dataset_id: str, domain: str | None, resume: bool) -> None:
    """Stop the schedule."""
    source = actions.pause_source(actor=SYSTEM, domain=domain, dataset_id=dataset_id, paused=not resume)
    click.echo(f"{source.dataset_id}: {'paused' if source.paused else 'next run ' + _at(source.next_run)}")


@source_command.command("push-key", epilog="Example: parvis source push-key counters")
@click.argument("dataset_id")
@domain_option
def push_key(dataset_id: str, domain: str | None) -> None:
    """Make a key that pushes records to DATASET_ID; it is shown once."""
    key = actions.create_push_key(actor=SYSTEM, domain=domain, dataset_id=dataset_id)
    drain()
    click.echo(key.secret)


@source_command.command("remove", epilog="Example: parvis source remove trees")
@click.argument("dataset_id")
@domain_option
def remove(dataset_id: str, domain: str | None) -> None:
    """Forget the source and its secrets; the dataset stays."""
    actions.remove_source(actor=SYSTEM, domain=domain, dataset_id=dataset_id)
    click.echo(f"{dataset_id}: source removed")


@source_command.command("rotate-secrets", epilog="Example: parvis source rotate-secrets")
def rotate_secrets() -> None:
    """Encrypt the secrets of all sources with today's key."""
    click.echo(f"{actions.rotate_secrets(actor=SYSTEM)} sources")


def stated(reading: Mapping[str, Any]) -> dict[str, Any]:
    """The reading options that were given."""
    options_of(**{name: value for name, value in reading.items() if name not in ("mode", "key")})
    given = {**reading, "delimiter": sign_of(reading.get("delimiter"))}
    return {name: value for name, value in given.items() if value is not None}


def _following(source: SourceFacts) -> str:
    return f"next run {source.next_run:%Y-%m-%d %H:%M} UTC" if source.next_run else "runs by hand"


def pairs(texts: tuple[str, ...]) -> dict[str, str]:
    """Options written NAME=VALUE; ``\\n`` in a value is a new line."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.UsageError(f"{name!r} has no value: write {name}=VALUE")
        found[name.strip()] = value.replace("\\n", "\n")
    return found


def _ended(run: RunFacts) -> RunFacts:
    """Works on the queue beside other workers until the run has ended."""
    while run.state in OPEN:
        if not run_waiting():
            time.sleep(0.1)
        run = queries.run(run.domain, run.id)
    return run


def _show_run(run: RunFacts, as_json: bool) -> None:
    if as_json:
        print_json(run.to_dict())
        return
    version = f", version {run.version}" if run.version else ""
    click.echo(f"run {run.id}  {_at(run.created)}  {run.trigger}  {run.state.value}{version}")
    if run.code:
        click.echo(f"  {run.code}: {run.message}")
    for file in run.files:
        click.echo(f"  {_file(file)}")


def _file(file: Mapping[str, Any]) -> str:
    size = f", {file['size']:,} bytes" if file.get("size") else ""
    return f"{file['name']}: {file['status']}{size}" + (f" ({file['note']})" if file.get("note") else "")


def _at(instant: Any) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else "–"
