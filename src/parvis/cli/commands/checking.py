"""`parvis check`: each line says ok, or what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import duckdb

from parvis.cli.commands.installation import home, pending_migrations
from parvis.cli.options import json_option
from parvis.cli.output import print_json
from parvis.data.engine.sandbox import spatial_extension
from parvis.data.store.store import Store

MINIMUM_FREE = 1 << 30


def folder() -> str | None:
    """Problem with the data folder, or None."""
    if not home().is_dir():
        return f"{home()} does not exist: run `parvis init`"
    if not os.access(home(), os.W_OK):
        return f"{home()} is not writable by this user: change its owner or its permissions"
    return None


def private_files() -> str | None:
    """Problem with the secrets' permissions, or None."""
    for name in ("secret_key", "store/secret"):
        path = home() / name
        if path.exists() and path.stat().st_mode & 0o077:
            return f"{path} can be read by other users: chmod 600 {path}"
    return None


def disk() -> str | None:
    """Problem with the free space, or None."""
    free = shutil.disk_usage(home()).free
    if free < MINIMUM_FREE:
        return f"only {free >> 20} MiB free on the disk of {home()}: make room"
    return None


def database() -> str | None:
    """Problem with the control database, or None."""
    pending = pending_migrations()
    return f"{len(pending)} migrations are pending: run `parvis upgrade`" if pending else None


def engine() -> str | None:
    """Problem with DuckDB and its spatial extension, or None."""
    extension = spatial_extension()
    if not Path(extension).exists():
        return f"the spatial extension for DuckDB {duckdb.__version__} is missing: reinstall Parvis"
    return None


def store() -> str | None:
    """Problem with published objects, or None."""
    opened = Store.open(home())
    missing = opened.missing_objects()
    return f"{len(missing)} published objects are missing, first {missing[0]}: restore them" if missing else None


CHECKS: dict[str, Callable[[], str | None]] = {
    "data folder": folder,
    "secrets": private_files,
    "disk": disk,
    "control database": database,
    "engine": engine,
    "store": store,
}


@click.command("check", epilog="Example: parvis --home /srv/parvis check")
@json_option
@click.pass_context
def check_command(ctx: click.Context, as_json: bool) -> None:
    """Check configuration, versions, permissions and disk; exit code 1 when something is to do."""
    results: dict[str, str | None] = {"data folder": folder()}
    if results["data folder"] is None:
        results = {name: run() for name, run in CHECKS.items()}
    if as_json:
        print_json({name: problem or "ok" for name, problem in results.items()})
    else:
        for name, problem in results.items():
            click.echo(f"{name:<18}{problem or 'ok'}")
    ctx.exit(1 if any(results.values()) else 0)
