"""`parvis init` and `parvis upgrade`: the data folder and its control database."""

from __future__ import annotations

import os
from pathlib import Path

import click
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from parvis.control.publishing.outbox import drain
from parvis.control.publishing.recovery import recover
from parvis.control.publishing.upgrading import index_versions
from parvis.data.store.store import Store


def home() -> Path:
    """The data folder of this command."""
    return Path(os.environ["PARVIS_HOME"])


def pending_migrations() -> list[str]:
    """Names of the migrations that the control database has not seen yet, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> list[str]:
    """Bring the control database up to date; returns what was applied."""
    pending = pending_migrations()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    return pending


def prepare() -> None:
    """Make the folder ready to work: created or upgraded as needed, unfinished publications mended, feed complete."""
    # The control database holds password hashes.
    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    Store.open(home())
    applied = migrate()
    recover()
    drain()
    if applied:
        index_versions()


@click.command("init", epilog="Example: parvis --home /srv/parvis init")
def init_command() -> None:
    """Create the data folder and its control database; harmless when they exist."""
    new = not home().exists()
    prepare()
    click.echo(f"{'Created' if new else 'Ready:'} {home()}")


@click.command("upgrade", epilog="Example: parvis --home /srv/parvis upgrade")
def upgrade_command() -> None:
    """Apply the migrations of a newer Parvis to the control database, and complete what older ones published."""
    applied = migrate()
    recover()
    drain()
    told = [f"applied {name}" for name in applied] + [f"indexed the versions of {name}" for name in index_versions()]
    click.echo("\n".join(told) or "Already up to date.")
