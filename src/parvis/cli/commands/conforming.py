"""`parvis check-schema`, and what `parvis publish` shares with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from parvis.cli.addresses import Address, FileOrAddress
from parvis.cli.main import describe
from parvis.cli.options import json_option
from parvis.cli.output import print_json
from parvis.cli.reading import STANDARD_INPUT, options_of, reading_options, source_of
from parvis.core.errors import ParvisError
from parvis.data.ingest.conformance import TableSchema, read_schema_file
from parvis.data.ingest.conformance.checking import SHOWN
from parvis.data.ingest.conformance.files import check_file

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MOST_SHOWN = 1_000


def schema_option(help_: str, *, required: bool = False) -> Callable[[_Command], _Command]:
    """The option of a schema: a file or an address."""
    return click.option("--schema", metavar="FILE|URL", type=FileOrAddress(), required=required, help=help_)


@click.command("check-schema", epilog="Example: parvis check-schema subventions.csv --schema schema.json")
@click.argument("file", type=FileOrAddress())
@schema_option("Table Schema, or a data package with one table.", required=True)
@click.option("--lang", type=click.Choice(["en", "fr"]), default="en", help="Language of the sentences.")
@click.option(
    "--shown", type=click.IntRange(1, _MOST_SHOWN), default=SHOWN, metavar="N", help="Rows named for each rule."
)
@reading_options
@json_option
def check_schema_command(
    file: Path | Address, schema: Path | Address, lang: str, shown: int, as_json: bool, **reading: Any
) -> int:
    """Tell whether FILE (an address, or - for the standard input) follows a schema, row by row.

    Exit code 0: it conforms; 1: it does not; 2: the schema or the file cannot be used.
    """
    options = options_of(**reading)
    if str(schema) == STANDARD_INPUT:
        raise click.UsageError("--schema is a file or an address")
    try:
        table_schema = table_schema_of(schema)
        with source_of(file) as source:
            found = check_file(source, table_schema, options, shown=shown)
    except ParvisError as error:
        # What cannot be checked is no verdict.
        click.echo(describe(error), err=True)
        return 2
    if as_json:
        print_json(found.to_dict())
    else:
        click.echo(found.as_text(lang))
    return 0 if found.conforms else 1


def table_schema_of(given: Path | Address) -> TableSchema:
    """The schema of a file or an address. Raises InvalidTableSchema, FetchError."""
    with source_of(given) as path:
        return read_schema_file(path, str(given) if isinstance(given, Address) else "")
