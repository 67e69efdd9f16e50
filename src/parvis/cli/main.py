"""Entrance of the `parvis` command.

Exit codes: 0 done, 1 failed (the message says why), 2 misuse.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import django

from parvis import __version__
from parvis.core.errors import ParvisError

DEFAULT_HOME = "./parvis-data"

# Name of each subcommand -> module of parvis.cli.commands that defines it (with "-" as "_").
COMMANDS: dict[str, str] = {
    "init": "installation",
    "upgrade": "installation",
    "check": "checking",
    "serve": "serving",
    "worker": "serving",
    "demo": "demonstration",
    "preview": "previewing",
    "check-schema": "conforming",
    "publish": "publishing",
    "unpublish": "publishing",
    "rollback": "publishing",
    "source": "sourcing",
    "pipeline": "processing",
    "list": "datasets",
    "show": "datasets",
    "versions": "versions",
    "compare": "versions",
    "delete-version": "versions",
    "retention": "versions",
    "query": "querying",
    "export": "querying",
    "trust": "trust",
    "user": "accounts",
    "key": "accounts",
    "domain": "domains",
    "license": "license",
    "derive": "deriving",
}


class LazyGroup(click.Group):
    """Loads the module of the one command that is asked for, after Django has been set up on the data folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded; None when there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"parvis.cli.commands.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: parvis publish trees.csv --title 'Trees of the town' && parvis serve",
)
@click.option("--home", metavar="FOLDER", help=f"Data folder (default: $PARVIS_HOME, else {DEFAULT_HOME}).")
@click.version_option(__version__, prog_name="parvis")
def parvis(home: str | None) -> None:
    """Parvis, an open data platform that a public body can own."""


def hoist_home(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take ``--home X`` or ``--home=X`` out of the arguments, wherever it stands, so that both orders work.

    Returns the folder (None when absent) and the other arguments. Arguments after ``--`` are left alone.
    """
    home: str | None = None
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            return home, [*rest, argument, *pending]
        if argument == "--home":
            home = next(pending, None)
            if home is None:
                raise click.UsageError("--home needs a folder")
        elif argument.startswith("--home="):
            home = argument.removeprefix("--home=")
        else:
            rest.append(argument)
    return home, rest


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; never returns."""
    try:
        home, rest = hoist_home(sys.argv[1:] if arguments is None else arguments)
        folder = Path(home or os.environ.get("PARVIS_HOME") or DEFAULT_HOME).expanduser().resolve()
        os.environ["PARVIS_HOME"] = str(folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.site.settings")
        django.setup()
        code = parvis.main(args=rest, prog_name="parvis", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except click.UsageError as misuse:
        misuse.show()
        sys.exit(2)
    except click.ClickException as failure:
        failure.show()
        sys.exit(1)
    except ParvisError as error:
        click.echo(describe(error), err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def describe(error: ParvisError) -> str:
    """What happened, and the way out when there is one."""
    hint = f"\n  Hint: {error.hint}" if error.hint else ""
    return f"Error ({error.code}): {error.message}{hint}"
