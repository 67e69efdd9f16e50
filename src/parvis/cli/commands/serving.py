"""`parvis serve` and `parvis worker`."""

from __future__ import annotations

import os
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
@click.option("--parent", type=int, hidden=True, help="Stop when this parent process is gone.")
def worker_command(parent: int | None) -> None:
    """Run background jobs (word indexes, schedules) until stopped; start as many as you like, on any node."""
    stop = threading.Event()
    if parent is not None:
        threading.Thread(target=stop_without, args=(parent, stop), daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    run_worker(stop)


def stop_without(parent: int, stop: threading.Event) -> None:
    """Ask the worker to stop once its parent is gone: a server that was killed could not say so."""
    while os.getppid() == parent and not stop.wait(1):
        pass
    stop.set()


def announce(port: int) -> None:
    """Say where each domain answers."""
    click.echo("Parvis is serving (Ctrl-C stops it):")
    for domain in domains.all_domains():
        host = "localhost" if domain.is_default else next(iter(domain.hosts), domain.slug)
        click.echo(f"  {domain.title}")
        click.echo(f"    portal  http://{host}:{port}/")
        click.echo(f"    API     http://{host}:{port}/api/explore/v2.1/catalog/datasets?limit=3")
