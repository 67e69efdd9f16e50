"""`parvis serve` and `parvis worker`."""

from __future__ import annotations

import signal
import threading

import click

from parvis.cli import server
from parvis.cli.commands.installation import prepare
from parvis.control.domains import queries as domains
from parvis.control.jobs.worker import run_worker


@click.command("serve", epilog="Example: parvis --home /srv/parvis serve --host 0.0.0.0 --port 80 --workers 2")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--access-log", is_flag=True, help="Print one line a request.")
def serve_command(host: str, port: int, workers: int, access_log: bool) -> None:
    """Serve the portals and their APIs, with one background worker; Ctrl-C stops everything."""
    prepare()
    server.serve(host, port, workers, on_ready=lambda: announce(port), access_log=access_log)


@click.command("worker", epilog="Example: parvis --home /srv/parvis worker")
def worker_command() -> None:
    """Run background jobs (word indexes, schedules) until stopped; start as many as you like, on any node."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    run_worker(stop)


def announce(port: int) -> None:
    """Say where each domain answers."""
    click.echo("Parvis is serving (Ctrl-C stops it):")
    for domain in domains.all_domains():
        host = "localhost" if domain.is_default else next(iter(domain.hosts), domain.slug)
        click.echo(f"  {domain.title}")
        click.echo(f"    portal  http://{host}:{port}/")
        click.echo(f"    API     http://{host}:{port}/api/explore/v2.1/catalog/datasets?limit=3")
