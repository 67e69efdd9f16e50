"""`parvis preview`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parvis.cli.options import json_option
from parvis.cli.output import print_facts, print_json, print_table
from parvis.cli.reading import options_of, reading_options, source_of
from parvis.data.ingest.preview import Preview, preview

_ROWS = 5
_COLUMNS = 8
_WIDTH = 30


@click.command("preview", epilog="Example: parvis preview trees.csv")
@click.argument("file", type=click.Path(exists=True, path_type=Path, allow_dash=True))
@reading_options
@json_option
def preview_command(file: Path, as_json: bool, **reading: Any) -> None:
    """Tell what would be read of FILE, and what looks wrong, without publishing anything."""
    with source_of(file) as source:
        found = preview(source, options_of(**reading))
    if as_json:
        print_json(found.to_dict())
        return
    _print(found)


def _print(found: Preview) -> None:
    click.echo(f"Format {found.format}, {'all' if found.whole else 'the first'} {found.read:,} rows looked at")
    print_facts(found.options)
    print_table(("field", "type", "why"), [(f.name, f.type, f.reason) for f in found.fields])
    names = [field.name for field in found.fields][:_COLUMNS]
    print_table(names, [[_cut(row.get(name)) for name in names] for row in found.rows[:_ROWS]], title="First rows")
    for problem in found.problems:
        click.echo(f"! {problem}")
    for suspicion in found.personal:
        click.echo(f"Personal data? {suspicion.message}")
    for name, value in found.suggestions.items():
        click.echo(f"The file says: {name} = {value}")
    if not (found.problems or found.personal):
        click.echo("Nothing looks wrong.")


def _cut(value: Any) -> str | None:
    text = None if value is None else str(value)
    return text if text is None or len(text) <= _WIDTH else text[:_WIDTH] + "…"
